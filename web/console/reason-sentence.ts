import type { Unassigned } from '../api/types.js';
import { formatKilograms, formatLiters } from '../format.js';
import { language, t, tOr } from '../i18n/language.js';

/** Why goods are on no run, in the page's language. */
export function reasonSentence({ reason: { code, text, lack } }: Pick<Unassigned, 'reason'>): string {
  // The server's own sentence is English and holds the figures already.
  if (language.value === 'en') return text;
  const sentences = [tOr(`unassigned.code.${code}`, text)];
  if (lack !== undefined) {
    const over = {
      'too-large': formatLiters(lack.overMilliliters),
      'too-heavy': formatKilograms(lack.overGrams),
      'vehicle-height': `${lack.overMillimeters / 1000} m`,
    }[code];
    if (over !== undefined) sentences.push(t('unassigned.nearest', { vehicle: lack.vehicleId, over }));
    if (lack.spareVehicleId !== undefined) sentences.push(t('unassigned.spare', { vehicle: lack.spareVehicleId }));
  }
  return sentences.join('');
}
