import { language } from '../../i18n/language.js';

/** Day and minute, by the clock of this device. */
export function formatMoment(instant: string): string {
  return new Date(instant).toLocaleString(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** The day alone. */
export function formatDay(instant: string): string {
  return new Date(instant).toLocaleDateString(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
}
