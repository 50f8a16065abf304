import { entryOf } from '../../../domain/entry-of.js';
import { plain } from '../../../domain/kept-text.js';
import type { TableKind } from '../table-kinds.js';
import type { TableColumn } from './table-columns.js';

/** What cells call the temperature zones, in small letters, by the ids of the record. */
export type ZoneWords = ReadonlyMap<string, string>;

/** Words of people for the standard zones, where the record has these. */
const zoneNicknames: Readonly<Record<string, readonly string[]>> = {
  frozen: ['冷冻', '冻品', '冰冻', '速冻', '冷冻品'],
  chilled: ['冷藏', '冷鲜', '低温', '冷藏品'],
  fresh: ['生鲜', '鲜品', '果蔬', '保鲜'],
  ambient: ['常温', '普通', '干货', '常温品'],
};

/** The zones by their ids, their names in both languages and what people call them. */
export function zoneWordsOf(
  zones: Iterable<{ readonly zoneId: string; readonly nameZh: string; readonly nameEn: string }>,
): ZoneWords {
  const words = new Map<string, string>();
  const list = [...zones];
  // Names that the operator gave win over nicknames, and ids over both.
  for (const { zoneId } of list) for (const name of entryOf(zoneNicknames, zoneId) ?? []) words.set(name, zoneId);
  for (const { zoneId, nameZh, nameEn } of list) {
    words.set(plain(nameZh).toLowerCase(), zoneId);
    words.set(plain(nameEn).toLowerCase(), zoneId);
  }
  for (const { zoneId } of list) words.set(zoneId, zoneId);
  return words;
}

const yes = ['是', '有', '对', '√', '✓', '✔', 'y', 'yes', 'true', 't', '1'];
const no = ['否', '无', '没有', '不', '×', '✗', '✘', 'x', 'n', 'no', 'false', 'f', '0'];
const flags = new Map([...yes.map((word) => [word, '1'] as const), ...no.map((word) => [word, '0'] as const)]);

/** Words for the choices of columns, by kind of file and column. */
const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'stations kind': {
    站点: 'station',
    自提点: 'station',
    社区站: 'station',
    社区自提点: 'station',
    门店: 'station',
    自提柜: 'locker',
    快递柜: 'locker',
    智能柜: 'locker',
    柜: 'locker',
    团长: 'leader',
    团长家: 'leader',
    'group leader': 'leader',
    'pickup station': 'station',
    'parcel locker': 'locker',
  },
  'stations status': {
    营业: 'open',
    营业中: 'open',
    正常: 'open',
    开放: 'open',
    启用: 'open',
    可用: 'open',
    暂停: 'suspended',
    停用: 'suspended',
    停业: 'suspended',
    关闭: 'suspended',
    歇业: 'suspended',
    active: 'open',
    closed: 'suspended',
  },
  'vehicles status': {
    可用: 'available',
    正常: 'available',
    在用: 'available',
    启用: 'available',
    维修: 'maintenance',
    维修中: 'maintenance',
    检修: 'maintenance',
    检修中: 'maintenance',
    保养: 'maintenance',
    停用: 'maintenance',
    active: 'available',
    'in maintenance': 'maintenance',
  },
  'vehicles routing_profile': {
    小车: 'auto',
    轿车: 'auto',
    面包车: 'auto',
    客车: 'auto',
    货车: 'truck',
    卡车: 'truck',
    car: 'auto',
    van: 'auto',
    lorry: 'truck',
  },
  customer_tier: {
    普通: 'normal',
    一般: 'normal',
    银卡: 'silver',
    白银: 'silver',
    金卡: 'gold',
    黄金: 'gold',
    贵宾: 'vip',
  },
};

/** Makes a cell what our format has there; gives it back where it says nothing that is known. */
export type WriteValue = (cell: string) => string;

/** How the cells of a column are made ours: words for zones, choices and yes, times, and numbers of other units. */
export function valueWriter(kind: TableKind, column: TableColumn, factor: number, zones: ZoneWords): WriteValue {
  const words = choices[`${kind} ${column.column}`] ?? choices[column.column];
  if (words !== undefined) return (cell) => entryOf(words, plain(cell).toLowerCase()) ?? cell;
  const { control } = column;
  if (control === 'check') return (cell) => flags.get(withoutZeros(plain(cell).toLowerCase())) ?? cell;
  if (control === 'zone') return (cell) => zones.get(plain(cell).toLowerCase()) ?? cell;
  if (control === 'zones' || control === 'by-zone' || control === 'zone-pairs') {
    return (cell) => writeZones(cell, control, zones);
  }
  if (control === 'time') return writeTime;
  if (control === 'weekdays') return writeWeekdays;
  if (control === 'number' && column.unit !== 'degrees') return (cell) => writeNumber(withoutZeros(cell), factor);
  if (control === 'number') return withoutZeros;
  return (cell) => cell;
}

/** Zeros in front, which a spreadsheet may show, say nothing of a number; of an id they do. */
function withoutZeros(cell: string): string {
  return cell.replace(/^0+(?=\d)/, '');
}

function writeZones(cell: string, control: 'zones' | 'by-zone' | 'zone-pairs', zones: ZoneWords): string {
  const text = plain(cell);
  if (text === '') return cell;
  // Ids and names hold none of these, and neither do the values of zones.
  const parts = text.split(control === 'by-zone' ? /[|;、]/ : /[|;、,/]/);
  const idOf = (name: string) => zones.get(name.trim().toLowerCase());
  const made = parts.map((part) => {
    if (control === 'zones') return idOf(part) ?? part.trim();
    const sign = control === 'by-zone' ? ':' : '+';
    const [first, ...rest] = part.split(sign);
    const second = control === 'by-zone' ? rest : rest.map((each) => idOf(each) ?? each.trim());
    return [idOf(first) ?? first.trim(), ...second].join(sign);
  });
  return made.join('|');
}

const secondsBehind = /^(\d{1,2}):(\d{2}):00(?:\.0+)?$/;
const inWords = /^(\d{1,2})(?:点|时)(?:(\d{1,2})分?|(半)|整)?$/;
const ofHalfDay = /^(\d{1,2}):(\d{2})(?::00)?\s*([ap])\.?m\.?$/i;

/** `07:30:00`, `7点30分`, `7点半` and `7:30 PM` as `07:30`. */
function writeTime(cell: string): string {
  const text = plain(cell);
  const pad = (hour: number, minute: number) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const exact = secondsBehind.exec(text);
  if (exact !== null) return pad(Number(exact[1]), Number(exact[2]));
  const words = inWords.exec(text);
  if (words !== null) return pad(Number(words[1]), words[3] === undefined ? Number(words[2] ?? 0) : 30);
  const half = ofHalfDay.exec(text);
  if (half === null || Number(half[1]) < 1 || Number(half[1]) > 12) return cell;
  return pad((Number(half[1]) % 12) + (half[3].toLowerCase() === 'p' ? 12 : 0), Number(half[2]));
}

const weekdayWords: readonly (readonly [RegExp, string])[] = [
  [/每天|every ?day|daily/g, '1-7'],
  [/工作日|weekdays/g, '1-5'],
  [/周末|weekends?/g, '6-7'],
  [/周|星期|礼拜/g, ''],
  ...['一|mon', '二|tue', '三|wed', '四|thu', '五|fri', '六|sat', '日|天|sun'].map(
    (words, at) => [new RegExp(`(?:${words})[a-z]*\\.?`, 'g'), String(at + 1)] as const,
  ),
  [/[、,;]/g, '|'],
];

/** `周一至周五` and `Mon, Wed` as `1至5` and `1|3`. */
function writeWeekdays(cell: string): string {
  return weekdayWords.reduce((text, [words, day]) => text.replace(words, day), plain(cell).toLowerCase());
}

/** As spreadsheets write it, always with a sign; "1e3" that somebody typed is no number of theirs. */
const exponent = /^[-+]?\d(?:\.\d+)?E[+-]\d{1,2}$/;
const decimal = /^\d{1,12}(?:\.\d{1,12})?$/;
/** Of what is behind the point: 0.1 × 3 is 0.3. */
const mostDecimals = 9;

/** A number that a spreadsheet has written with an exponent, and one of another unit. */
function writeNumber(cell: string, factor: number): string {
  const text = plain(cell);
  const isExponent = exponent.test(text);
  if (!isExponent && (factor === 1 || !decimal.test(text))) return cell;
  const value = Number(text) * factor;
  return Number.isFinite(value) && Math.abs(value) < 1e15 ? value.toFixed(mostDecimals).replace(/\.?0+$/, '') : cell;
}
