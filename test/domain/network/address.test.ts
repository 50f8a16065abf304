import { describe, expect, it } from 'vitest';
import {
  addressKeyOf,
  addressParts,
  foldName,
  houseNumberOf,
  isRegions,
} from '../../../server/domain/network/address.js';

describe('an address', () => {
  it.each([
    ['文三路４７８号', '文三路478号'],
    ['文三路 478 號', '文三路478号'],
    ['西湖区，文三路478号', '西湖区文三路478号'],
    ['文三路478号1201室', '文三路478号'],
    ['文三路478号 A1201室', '文三路478号'],
    ['12 Linden St.', '12 linden street'],
    ['12 LINDEN Street, Apt 5', '12 linden street'],
    ['5 N Oak Ave', '5 n oak avenue'],
  ])('%s is remembered by %s', (address, key) => {
    expect(addressKeyOf(address)).toBe(key);
  });

  it.each([
    ['文三路12-3号', '文三路123号'],
    ['文三路12号3栋', '文三路12号5栋'],
    ['文三路3号楼', '文三路3号'],
    ['西湖区中山路1号', '上城区中山路1号'],
    ['1 2nd Street', '12 nd Street'],
    ['St Mary Road 1', 'Street Mary Road 1'],
    ['和平小区3-2-501室', '和平小区9-1-501室'],
    ['中山路123室', '中山路125室'],
    ['Elm Farm 12', 'Elm Farm 14'],
    ['12 Flat Road', '12 Suite Road'],
    ['Linden Street, Unit 5', 'Linden Street, Unit 6'],
  ])('%s and %s are two places', (one, other) => {
    expect(addressKeyOf(one)).not.toBe(addressKeyOf(other));
  });

  it('of another house, lane or building is never remembered by the same, whatever the room', () => {
    const rooms = ['', '501室', ' 3层', 'A12房', '，1201室', ' Apt 5', ', unit #7b'];
    const doors = [
      '路',
      '路1号',
      '路2号',
      '路1弄2号',
      '路12号',
      '路1号楼',
      '路1-2号',
      '小区3-2',
      '小区9-2',
      '小区3栋2单元',
    ];
    const keys = doors.map((door) => new Set(rooms.map((room) => addressKeyOf(`和平${door}${room}`))));
    const shared = keys.flatMap((one, at) =>
      [...one].filter((key) => keys.some((other, to) => to !== at && other.has(key))),
    );
    expect(shared).toEqual([]);
    // Where the door is told without the room, all its rooms lie there.
    expect(keys.map(({ size }) => size).slice(1, 7)).toEqual(Array(6).fill(1));
  });

  it('that is nothing but a room keeps it, for there is nothing else to know it by', () => {
    expect(addressKeyOf('1201室')).toBe('1201室');
  });

  it('comes apart at commas, without its remarks', () => {
    expect(addressParts('12 Linden Rd., Springfield (behind the gate)')).toEqual(['12 linden road', 'springfield']);
  });

  it('has the same house number however it is written', () => {
    expect(['12号', '12', 'No. 12', '12號', '12号楼'].map(houseNumberOf)).toEqual(Array(5).fill('12'));
    expect(['1467弄3号', '12号3', '12-3号'].map(houseNumberOf)).toEqual(['1467弄3', '12-3', '12-3']);
  });

  it('knows the regions before a street from the beginning of a name', () => {
    expect(['浙江省杭州市西湖区', '杭州市', '西湖区文新街道', '上海市浦东新区', ''].map(isRegions)).toEqual(
      Array(5).fill(true),
    );
    expect(['新', '阳光小区', '文三路', '学院'].map(isRegions)).toEqual(Array(4).fill(false));
  });

  it('has names of both scripts in one form', () => {
    expect(foldName('  文 三 路  Wensan Rd ')).toBe('文三路wensan road');
  });
});
