import type { Language } from '../told.js';
import type { TemperatureZone } from './temperature-zone.js';

/**
 * Each zone in one sign by which it is told from the others without colour: in English the first letter of its name that
 * no colder zone has, in Chinese the first character that no other zone's name holds.
 */
export function zoneMarks(zones: readonly TemperatureZone[], language: Language): Map<string, string> {
  const marks = new Map<string, string>();
  for (const { zoneId, nameZh, nameEn } of [...zones].sort((one, other) => one.sort - other.sort)) {
    const taken = new Set(marks.values());
    const isFree =
      language === 'zh'
        ? (sign: string) => zones.every((other) => other.zoneId === zoneId || !other.nameZh.includes(sign))
        : (sign: string) => /\p{L}|\p{N}/u.test(sign);
    const signs = [...(language === 'zh' ? nameZh : nameEn.toUpperCase())];
    const mark = signs.find((sign) => isFree(sign) && !taken.has(sign)) ?? signs.find((sign) => !taken.has(sign));
    marks.set(zoneId, mark ?? String(marks.size + 1));
  }
  return marks;
}
