import type { Unassigned } from '../api/types.js';
import { formatKilograms, formatLiters } from '../format.js';
import { language, t, tOr } from '../i18n/language.js';

/** Why goods are on no run, in the page's language: made of the code and the facts, whatever language was asked for. */
export function reasonSentence({ reason: { code, text, lack, relaxation } }: Pick<Unassigned, 'reason'>): string {
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
  if (relaxation !== undefined) {
    const { kind, vehicleId: vehicle, compartmentNo: compartment = 0, amount } = relaxation;
    const values = { vehicle, compartment, minutes: amount / 60, amount: amount / 1000 };
    sentences.push(tOr(`unassigned.relaxed.${kind}`, '', values));
  }
  return sentences.join(language.value === 'en' ? ' ' : '');
}
