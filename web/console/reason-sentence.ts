import type { Unassigned } from '../api/types.js';
import { formatMoney } from '../format.js';
import { language, t, tOr } from '../i18n/language.js';

/** Why goods are on no run, in the page's language: made of the code and the facts, whatever language was asked for. */
export function reasonSentence({
  reason: { code, text, shortfall, relaxation, triedVehicles, prices },
}: Pick<Unassigned, 'reason'>): string {
  const isEnglish = language.value === 'en';
  const sentences = [tOr(`unassigned.code.${code}`, text)];
  if (shortfall !== undefined) {
    const over = {
      'too-large': `${exact(shortfall.overMilliliters)} ${isEnglish ? 'l' : '升'}`,
      'too-heavy': `${exact(shortfall.overGrams)} ${isEnglish ? 'kg' : '公斤'}`,
      'vehicle-height': `${exact(shortfall.overMillimeters)} ${isEnglish ? 'm' : '米'}`,
    }[code];
    if (over !== undefined) sentences.push(t('unassigned.nearest', { vehicle: shortfall.vehicleId, over }));
    if (shortfall.spareVehicleId !== undefined)
      sentences.push(t('unassigned.spare', { vehicle: shortfall.spareVehicleId }));
  }
  if (triedVehicles !== undefined) sentences.push(t('unassigned.tried', { n: triedVehicles }));
  if (prices !== undefined) {
    const { vehicleId: vehicle, servingMinor, omissionMinor } = prices;
    const [serving, omission] = [servingMinor, omissionMinor].map(formatMoney);
    sentences.push(t('unassigned.prices', { vehicle, serving, omission }));
  }
  if (relaxation !== undefined) {
    const { kind, vehicleId: vehicle, compartmentNo: compartment = 0, amount } = relaxation;
    const values = { vehicle, compartment, minutes: amount / 60, amount: amount / 1000 };
    sentences.push(tOr(`unassigned.relaxed.${kind}`, '', values));
  }
  return sentences.join(isEnglish ? ' ' : '');
}

// A change that was rounded down would not do.
function exact(thousandths: number): string {
  return (thousandths / 1000).toLocaleString('en-US', { maximumFractionDigits: 3 });
}
