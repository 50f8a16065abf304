import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, readonly string[]>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-refused-'));
  folders.push(folder);
  for (const [name, lines] of Object.entries(files)) writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`);
  return folder;
}

const date = '2024-06-14';
const network = {
  'depots.csv': [
    'depot_id,name,lon,lat,open_from,open_to,docks,load_min_fixed,load_min_per_100kg',
    'W1,Warehouse,121.5,29.9,03:00,20:00,2,10,1',
  ],
  'vehicles.csv': [
    'depot_id,vehicle_id,payload_kg,shift_from,shift_to,fixed_cost,cost_per_km,cost_per_hour',
    'W1,K1,1000,05:00,18:00,200,2,30',
  ],
  'vehicle_compartments.csv': [
    'vehicle_id,compartment_no,temp_zones,volume_l',
    'K1,1,ambient,100',
    'K1,2,frozen,200',
    'K1,3,fresh,300',
  ],
  'stations.csv': [
    'station_id,name,lon,lat,receive_from,receive_to,fixed_service_min,min_per_100kg',
    'P1,Corner,121.52,29.91,07:00,12:00,5,2',
  ],
  'skus.csv': ['sku_id,name,temp_zone,unit_weight_kg,unit_volume_l', 'G1,goods,ambient,1,1'],
};
const order = {
  'flat_orders.csv': [
    'order_id,customer_id,station_id,sku_id,qty,placed_at,delivery_date',
    `O1,C1,P1,G1,1,2024-06-13T10:00:00+08:00,${date}`,
  ],
};

eachDatabase('a refused row leaves what the record holds', (open) => {
  it('of compartments, of which the others are taken', async () => {
    const record = recordOver(await open());
    await record.importFrom(folderOf(network));
    const header = network['vehicle_compartments.csv'][0];
    const sizes = async () => {
      const [{ compartments }] = await record.network.listVehicles('W1');
      return compartments.map(({ compartmentNo, milliliters }) => `${compartmentNo}: ${milliliters / 1000}`);
    };
    const take = (...rows: string[]) => record.importFrom(folderOf({ 'vehicle_compartments.csv': [header, ...rows] }));

    await take('K1,1,ambient,150', 'K1,2,frozne,250', 'K1,3,fresh,350');
    expect(await sizes()).toEqual(['1: 150', '2: 200', '3: 350']);
    // Which one is meant is not to be read: none that the record holds goes.
    await take('K1,1,ambient,160', 'K1,x,frozen,250');
    expect(await sizes()).toEqual(['1: 160', '2: 200', '3: 350']);
    // What a file without refusals does not name is gone.
    await take('K1,1,ambient,170');
    expect(await sizes()).toEqual(['1: 170']);
  });

  it('of hours, and so do hours of which the file says nothing', async () => {
    const record = recordOver(await open());
    await record.importFrom(folderOf(network));
    const hours = Array.from({ length: 24 }, (_, hour) => `${hour},0.5`);
    await record.importFrom(folderOf({ 'speed_profile.csv': ['hour,speed_factor', ...hours] }));
    await record.importFrom(folderOf({ 'speed_profile.csv': ['hour,speed_factor', '5,0', '6,abc', '7,0.8'] }));
    const profile = (await record.network.listSpeedProfiles()).get('W1');
    expect(profile).toEqual(Array.from({ length: 24 }, (_, hour) => (hour === 7 ? 0.8 : 0.5)));
  });

  it('plans a depot whose vehicles are all in maintenance: nothing is brought, and that is said', async () => {
    const record = recordOver(await open());
    const [head, vehicle] = network['vehicles.csv'];
    const inMaintenance = { 'vehicles.csv': [`${head},status`, `${vehicle},maintenance`] };
    await record.importFrom(folderOf({ ...network, ...inMaintenance, ...order }));
    const [{ waveId }] = await record.waves.listByDate(date);
    const { routes, unassigned } = await record.plan(waveId);
    expect(routes).toEqual([]);
    expect(unassigned.map(({ reason }) => reason.code)).toEqual(['no-vehicle']);
  });

  it('says that a van is full of goods that may be left out, and not that they are too dear', async () => {
    const record = recordOver(await open());
    const depots = [`${network['depots.csv'][0]},omission_price`, `${network['depots.csv'][1]},5000`];
    const vehicles = [network['vehicles.csv'][0], 'W1,K1,1,05:00,18:00,100,2,30'];
    const stations = [...network['stations.csv'], 'P2,Other,121.53,29.91,07:00,12:00,5,2'];
    const orders = [...order['flat_orders.csv'], order['flat_orders.csv'][1].replace('O1,C1,P1', 'O2,C1,P2')];
    await record.importFrom(
      folderOf({
        ...network,
        'depots.csv': depots,
        'vehicles.csv': vehicles,
        'stations.csv': stations,
        'flat_orders.csv': orders,
      }),
    );
    const [{ waveId }] = await record.waves.listByDate(date);
    const { unassigned } = await record.plan(waveId);
    expect(unassigned.map(({ reason }) => [reason.code, reason.triedVehicles])).toEqual([['fleet-full', 1]]);
  });
});
