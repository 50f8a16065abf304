const day = 86_400;

/** Seconds after midnight, both ends included; what ends the next day closes after 86,400. */
export interface Hours {
  readonly opens: number;
  readonly closes: number;
}

const times =
  /^(凌晨|早上|早|上午|中午|下午|傍晚|晚上|晚)?\s*(?:(\d{2})(\d{2})(?!\d)|(\d{1,2})(?:\s*(?:[:.点时h]\s*(半|\d{1,2})?分?))?)\s*(am|pm|a\.m\.|p\.m\.)?/i;

interface TypedTime {
  readonly second: number;
  /** Said to be of the morning or of the afternoon; of neither where nothing is said. */
  readonly half: 'am' | 'pm' | undefined;
  readonly rest: string;
}

/** A time of day as people write it: 7, 7:30, 07.30, 0730, 7点半, 下午2点, 6pm. Undefined where it is none. */
export function readTime(text: string): number | undefined {
  const time = timeAt(cleaned(text));
  return time === undefined || time.rest.trim() !== '' ? undefined : time.second;
}

/**
 * Opening hours as people write them: "7:00-9:30, 18:00-20:00", "早上7点到9点半、下午6点-8点", "7-9pm", "全天".
 * Undefined where anything of it is not understood.
 */
export function readHours(text: string): Hours[] | undefined {
  let rest = cleaned(text).trim();
  if (/^(全天|24小时|24h|all day|always)$/i.test(rest)) return [{ opens: 0, closes: day }];
  const found: Hours[] = [];
  while (rest !== '') {
    const opens = timeAt(rest);
    const dash = opens === undefined ? null : /^\s*(?:-|to\b)\s*/i.exec(opens.rest);
    const closes = dash === null ? undefined : timeAt(opens!.rest.slice(dash[0].length));
    if (opens === undefined || closes === undefined) return undefined;
    found.push(windowOf(opens, closes));
    const next = closes.rest.trim();
    const between = /^(?:,|和|及|与|and\b|&|\+|\/)\s*/i.exec(next);
    // Windows with a blank between are told apart too.
    rest = between === null ? next : next.slice(between[0].length);
    if (rest === '' && between !== null) return undefined;
  }
  return found.length === 0 ? undefined : found.sort((one, other) => one.opens - other.opens);
}

/** The same, as it was understood. */
export function hoursText(hours: readonly Hours[]): string {
  return hours.map(({ opens, closes }) => `${timeText(opens)}–${timeText(closes)}`).join(', ');
}

/** A time as it is typed: of the next day as of its own, the day's end as 24:00. */
export function timeText(second: number): string {
  const inDay = second > day ? second - day : second;
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(inDay / 3600))}:${pad(Math.floor((inDay % 3600) / 60))}`;
}

/** The end of something that begins: what is earlier is of the next day. */
export function endAfter(begin: number, end: number): number {
  const inDay = end > day ? end - day : end;
  return inDay < begin ? inDay + day : inDay;
}

function windowOf(from: TypedTime, to: TypedTime): Hours {
  let [opens, closes] = [from.second, to.second];
  const half = day / 2;
  // "7-9pm" is all of the evening, "下午2点-5点" all of the afternoon.
  if (from.half === undefined && to.half === 'pm' && opens + half < closes) opens += half;
  if (to.half === undefined && from.half === 'pm' && closes < opens && closes + half > opens) closes += half;
  return { opens, closes: endAfter(opens, closes === 0 ? day : closes) };
}

function timeAt(text: string): TypedTime | undefined {
  const match = times.exec(text);
  if (match === null) return undefined;
  const [whole, word, fourHours, fourMinutes, hours, minutes, suffix] = match;
  let hour = Number(fourHours ?? hours);
  const minute = fourMinutes !== undefined ? Number(fourMinutes) : minutes === '半' ? 30 : Number(minutes ?? 0);
  const half = halfOf(word, suffix, hour);
  if (half === 'pm' && hour < 12) hour += 12;
  if (half === 'am' && hour === 12) hour = 0;
  const second = hour * 3600 + minute * 60;
  if (minute > 59 || second > day) return undefined;
  return { second, half, rest: text.slice(whole.length) };
}

function halfOf(word: string | undefined, suffix: string | undefined, hour: number): TypedTime['half'] {
  if (suffix !== undefined) return suffix.toLowerCase().startsWith('p') ? 'pm' : 'am';
  if (word === undefined) return undefined;
  // Noon is from 11 to 1.
  if (word === '中午') return hour < 11 ? 'pm' : undefined;
  return ['下午', '傍晚', '晚上', '晚'].includes(word) ? 'pm' : 'am';
}

function cleaned(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[~〜～—–−至到]/g, '-')
    .replace(/[、;，；\n]/g, ',')
    .replace(/\s+/g, ' ')
    .trimStart();
}
