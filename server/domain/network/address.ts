import { entryOf } from '../entry-of.js';

/** Words of English street names that are written short. "St" is a street only behind its name: before one it is a saint. */
const shortWords: Readonly<Record<string, string>> = {
  rd: 'road',
  ave: 'avenue',
  av: 'avenue',
  blvd: 'boulevard',
  ln: 'lane',
  dr: 'drive',
  sq: 'square',
  pl: 'place',
  hwy: 'highway',
  ct: 'court',
};
const directions: Readonly<Record<string, string>> = { n: 'north', s: 'south', e: 'east', w: 'west' };
/** A room or storey at the end, of a chain such as building-entrance-room only the last; `3号楼` is a house of its own. */
const chineseRoom = /(?:-|[\s,，]*)[a-z]?\d+\s*(?:室|房|层)\s*$/i;
const englishRoom = /(?<![\p{L}\p{N}])[\s,，]*(?:unit|apt|apartment|room|rm|suite|flat)\b\.?\s*#?\w*\d\w*\s*$/iu;
/** What says which door it is, once the room is left out. */
const tellsDoor = /[\d号弄栋幢座楼]/;
const remark = /[(（【[][^)）】\]]*[)）】\]]/g;
const separator = /[,，;；、\n]+/;

/**
 * A name or an address as it is compared: in half width and small letters, without blanks and signs between Chinese
 * characters, English words apart by one blank and written out. Digits that something stands between stay two numbers.
 */
export function foldName(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('號', '号')
    .replace(/(\d)[^\p{L}\p{N}]+(?=\d)/gu, '$1-')
    .replace(/[^\p{L}\p{N}-]+|(?<!\d)-|-(?!\d)/gu, ' ')
    .trim()
    .replace(/(?<=\p{Script=Han}) +| +(?=\p{Script=Han})/gu, '');
  const words = plain.split(' ');
  const written = words.map((word, at) => {
    if (word === 'st' && at > 0) return 'street';
    const isEnd = at === 0 || at === words.length - 1;
    return entryOf(shortWords, word) ?? (isEnd && words.length > 1 ? entryOf(directions, word) : undefined) ?? word;
  });
  return written.join(' ');
}

/** Rooms and storeys lie at the same door, where what is left still tells the door; else the room is how it is told. */
function withoutRoom(address: string): string {
  const door = address.replace(chineseRoom, '').replace(englishRoom, '');
  return tellsDoor.test(door) ? door : address;
}

/**
 * What an address is remembered by: two of one key lie at the same door. Nothing is left out that may tell two places
 * apart, so that a place is never taken for another's.
 */
export function addressKeyOf(address: string): string {
  const whole = address.normalize('NFKC').trim();
  return foldName(withoutRoom(whole));
}

/** The parts of an address between commas, folded; remarks in brackets are left out. */
export function addressParts(address: string): string[] {
  return withoutRoom(address.normalize('NFKC').replace(remark, ' '))
    .split(separator)
    .map(foldName)
    .filter((part) => part !== '');
}

/** A house number as it is compared: `12号`, `No. 12` and `12` are one; `1467弄3号` is `1467弄3`. */
export function houseNumberOf(text: string): string {
  return foldName(text)
    .replace(/^(?:no|number)\s*/, '')
    .replace(/(?:号楼|号|栋|幢|座)$/, '')
    .replace(/号(?=\d)/g, '-');
}

const regions =
  /^(?:中国)?(?:(?:(?![路街巷弄])\p{Script=Han}){2,8}?(?:自治区|特别行政区|省))?(?:(?:(?![路街巷弄])\p{Script=Han}){2,8}?(?:自治州|地区|盟|市))?(?:(?:(?![路街巷弄])\p{Script=Han}){1,7}?(?:(?<![小园社校景厂])区|县|市|旗))?(?:(?:(?![路街巷弄])\p{Script=Han}){1,7}?(?:街道|镇|乡))?$/u;

/** Whether a folded text is nothing but names of province, city, district and subdistrict, as they stand before a street. */
export function isRegions(text: string): boolean {
  return regions.test(text);
}
