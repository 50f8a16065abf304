import { language } from './i18n/language.js';

const none = '–';

function number(value: number, digits = 0): string {
  return value.toLocaleString(language.value === 'zh' ? 'zh-CN' : 'en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A number rounded as it is shown: `toFixed` rounds 28.95 down, of which a computer has a little less. */
export function roundedAsShown(value: number, digits: number): number {
  return Number(value.toLocaleString('en-US', { maximumFractionDigits: digits, useGrouping: false }));
}

/** A number with some digits behind the point. */
export function formatFraction(value: number, digits: number): string {
  return number(value, digits);
}

export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? none : number(value);
}

/** Grams as kilograms, without a fraction from 100 kg on. */
export function formatKilograms(grams: number | null | undefined): string {
  if (grams === null || grams === undefined) return none;
  return `${number(grams / 1000, grams >= 100_000 ? 0 : 1)} kg`;
}

export function formatLiters(milliliters: number): string {
  return `${number(milliliters / 1000, milliliters >= 100_000 ? 0 : 1)} L`;
}

/** Meters as kilometers, or as meters below one. */
export function formatDistance(meters: number | null | undefined): string {
  if (meters === null || meters === undefined) return none;
  return meters < 1000 ? `${number(meters)} m` : `${number(meters / 1000, meters >= 100_000 ? 0 : 1)} km`;
}

/** A change of distance with its sign, in kilometers. */
export function formatDistanceChange(meters: number): string {
  const sign = meters > 0 ? '+' : meters < 0 ? '−' : '±';
  return `${sign}${number(Math.abs(meters) / 1000, 1)} km`;
}

/** Fen as yuan, whole. */
export function formatMoney(amountMinor: number | null | undefined): string {
  return amountMinor === null || amountMinor === undefined ? none : `¥${number(amountMinor / 100)}`;
}

/** A change of price with its sign: "+¥12", "−¥3", "±¥0". */
export function formatMoneyChange(amountMinor: number): string {
  const yuan = Math.round(amountMinor / 100);
  return `${yuan > 0 ? '+' : yuan < 0 ? '−' : '±'}¥${number(Math.abs(yuan))}`;
}

/** Seconds as hours and minutes: "3:05 h", or "12 min" below an hour; from four days on, whole days. */
export function formatDuration(seconds: number): string {
  const isChinese = language.value === 'zh';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return isChinese ? `${minutes} 分钟` : `${minutes} min`;
  if (minutes >= 4 * 24 * 60) {
    const days = number(Math.floor(minutes / (24 * 60)));
    return isChinese ? `${days} 天` : `${days} d`;
  }
  const hours = Math.floor(minutes / 60);
  if (!isChinese) return `${hours}:${String(minutes % 60).padStart(2, '0')} h`;
  return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分`;
}

/** Seconds that many people or vehicles have worked together, in hours. */
export function formatWorkedHours(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return none;
  return `${number(seconds / 3600, seconds >= 360_000 ? 0 : 1)} ${language.value === 'zh' ? '小时' : 'h'}`;
}

/** An instant as HH:MM in the wave's time zone; a dash where there is none. */
export function formatTime(instant: string | null | undefined, timeZone: string | undefined): string {
  if (instant === null || instant === undefined) return none;
  return new Date(instant).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
}

/** An instant as day and time, by the clock of who reads it. */
export function formatMoment(instant: string): string {
  return new Date(instant).toLocaleString(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    month: language.value === 'zh' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** A business date as people say it, with the day of the week, and with its year where that is not this one. */
export function formatDate(date: string): string {
  const isThisYear = date.slice(0, 4) === String(new Date().getFullYear());
  return new Date(`${date}T12:00:00Z`).toLocaleDateString(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'UTC',
    year: isThisYear ? undefined : 'numeric',
    month: language.value === 'zh' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
  });
}

/** A second of a plan, which are real ones after its first moment, as HH:MM of its time zone. */
export function formatPlanSecond(
  second: number,
  { beginsAt, timeZone }: { readonly beginsAt: string; readonly timeZone: string },
): string {
  return formatTime(new Date(Date.parse(beginsAt) + second * 1000).toISOString(), timeZone);
}

/** Seconds after midnight by the wall clock as HH:MM. */
export function formatSecond(second: number): string {
  const inDay = ((second % 86_400) + 86_400) % 86_400;
  return `${String(Math.floor(inDay / 3600)).padStart(2, '0')}:${String(Math.floor((inDay % 3600) / 60)).padStart(2, '0')}`;
}

/** Hours of a day; those that end with it end at 24:00. */
export function formatHours({ opens, closes }: { readonly opens: number; readonly closes: number }): string {
  return `${formatSecond(opens)}–${closes === 86_400 ? '24:00' : formatSecond(closes)}`;
}

export function formatWindows(windows: readonly { readonly opens: number; readonly closes: number }[]): string {
  return windows.map(formatHours).join('  ');
}

/** Today or a neighbour of it as a business date. */
export function shiftDate(date: string, days: number): string {
  const shifted = new Date(`${date}T12:00:00Z`);
  shifted.setUTCDate(shifted.getUTCDate() + days);
  return shifted.toISOString().slice(0, 10);
}

/** The business date that it is now in a time zone; the browser's where none is given. */
export function today(now: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

/** The part of a consignment's id or tote's code that people need: station, zone, number without the wave. */
export function shortCode(code: string): string {
  return code.replace(firstOfId, '');
}

/** A composed id's first part: up to a dot that has no `!` before it (see the server's composedId). */
const firstOfId = /^(?:![\s\S]|[^.!])*(?:\.|$)/;

/** The ids that a composed one, e.g. that of a consignment, is made of. */
export function partsOfId(id: string): string[] {
  const parts: string[] = [];
  for (const [part] of `${id}.`.matchAll(/(?:![\s\S]|[^.!])*\./g))
    parts.push(part.slice(0, -1).replace(/!([\s\S])/g, '$1'));
  return parts;
}
