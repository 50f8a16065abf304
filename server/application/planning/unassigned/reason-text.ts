import type { CapacityShortfall, Plan, Relaxation, Unassigned } from '../../../domain/planning/plan.js';
import { formatThousandths } from '../../../domain/quantity.js';

/** A language that sentences are made in. */
export type Language = 'zh' | 'en';

/** Why a consignment is on no route: what would help, in each language. Codes are stable; docs/model.md lists them. */
const texts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'no-vehicle': {
    en: 'No vehicle is available. Add one, or bring one back from maintenance.',
    zh: '没有可用车辆。请添加车辆，或让检修车辆恢复。',
  },
  'zone-compartment': {
    en: 'No available vehicle has a compartment for this temperature zone.',
    zh: '可用车辆都没有这个温区的车厢。',
  },
  'too-large': {
    en: 'It is larger than any compartment for its temperature zone. Split the delivery or use a larger vehicle.',
    zh: '体积超过任何同温区车厢。请分批配送或用更大的车。',
  },
  'too-heavy': {
    en: 'It is heavier than any vehicle may carry. Split the delivery or use a larger vehicle.',
    zh: '重量超过任何车辆的载重。请分批配送或用更大的车。',
  },
  'vehicle-height': {
    en: 'Every vehicle that could carry it is too high for the station.',
    zh: '装得下的车都超过该站点的限高。',
  },
  skills: {
    en: 'No vehicle that could carry it has what the station asks for.',
    zh: '没有车辆具备站点要求的条件。',
  },
  'vehicle-not-allowed': {
    en: 'The vehicles that the station is kept for cannot carry it.',
    zh: '站点指定的车辆装不下这批货。',
  },
  unreachable: {
    en: 'There is no way from the depot to the station and back for the vehicles that could carry it.',
    zh: '装得下的车辆没有往返该站点的道路。',
  },
  'by-hand': { en: 'A dispatcher left it out.', zh: '调度员手动移出。' },
  'station-closed': { en: 'The station is closed today.', zh: '站点今天停止收货。' },
  'vehicle-out': {
    en: 'It is on board of a vehicle that broke down, and no other vehicle fetches it there.',
    zh: '货在故障车上，没有其他车辆去接。',
  },
  'on-board': {
    en: 'The station is closed, and it is on board already: its vehicle brings it back to the depot.',
    zh: '站点停止收货，而货已在车上，由原车带回仓库。',
  },
  'no-road': {
    en: 'The station lies more than 1,000 m from any road that a vehicle may use. Check its position.',
    zh: '该站点离可行驶道路超过 1,000 米，请核对位置。',
  },
  'time-window': {
    en: 'No vehicle that could carry it can be there within the receiving windows and back within its shift.',
    zh: '没有车能在收货时间内送到并按班次返回。',
  },
  'time-on-board': {
    en: 'It would be out of the cold too long in every vehicle that could carry it.',
    zh: '装得下的车都会使货物离开冷藏的时间过长。',
  },
  driving: {
    en: 'The way there and back is more driving than any vehicle that could carry it may do in a day.',
    zh: '往返行驶时间超过装得下的车辆一天可行驶的时间。',
  },
  range: {
    en: 'The way there and back is beyond the range of every vehicle that could carry it.',
    zh: '往返里程超过装得下的车辆的续航。',
  },
  docks: {
    en: 'The loading docks are taken at the times when its vehicle would have to load.',
    zh: '需要装车时，月台都被占用。',
  },
  'fleet-full': {
    en: 'Every vehicle that could take it is full, or has no time left. Add a vehicle or a trip.',
    zh: '能装的车都已满或没有时间。请加车或加一趟。',
  },
};

/** Every code that a reason can have. */
export const reasonCodes: readonly string[] = Object.keys(texts);

type Goods = Pick<Unassigned, 'reason' | 'zoneId' | 'grams' | 'milliliters'>;

/** Why a consignment is on no route, in whole sentences: the figures where a size stops it, and the smallest change that lets it in. */
export function reasonText(goods: Goods, language: Language): string {
  const { code, shortfall, relaxation } = goods.reason;
  const sentences = [(shortfall && lackTexts[language](code, goods, shortfall)) ?? texts[code]?.[language] ?? code];
  if (shortfall?.spareVehicleId !== undefined) {
    const id = shortfall.spareVehicleId;
    sentences.push(
      language === 'en' ? `Vehicle ${id}, which is in maintenance, could carry it.` : `检修中的车辆 ${id} 可以运。`,
    );
  }
  if (relaxation !== undefined) sentences.push(relaxationTexts[language](relaxation));
  return sentences.join(language === 'en' ? ' ' : '');
}

/** The plan as readers of one language get it: each reason has its sentence. */
export function withReasonTexts<Made extends Pick<Plan, 'unassigned'>>(plan: Made, language: Language) {
  return {
    ...plan,
    unassigned: plan.unassigned.map((goods) => {
      const { code, ...facts } = goods.reason;
      return { ...goods, reason: { code, text: reasonText(goods, language), ...facts } };
    }),
  };
}

const lackTexts: Readonly<
  Record<Language, (code: string, goods: Goods, shortfall: CapacityShortfall) => string | undefined>
> = {
  en(code, { zoneId, milliliters, grams }, shortfall) {
    const { vehicleId, compartmentNo, overMilliliters, overGrams, overMillimeters, limitMillimeters = 0 } = shortfall;
    switch (code) {
      case 'too-large': {
        const heavy = overGrams === 0 ? '' : `, and ${exact(overGrams)} kg too heavy for it`;
        return (
          `It fills ${exact(milliliters)} l. The largest compartment for ${zoneId} goods, number ${compartmentNo} of ` +
          `vehicle ${vehicleId}, holds ${exact(milliliters - overMilliliters)} l: it is ${exact(overMilliliters)} l too ` +
          `large${heavy}. Use a compartment of ${exact(milliliters)} l or more, or deliver ${exact(overMilliliters)} l of ` +
          'it otherwise.'
        );
      }
      case 'too-heavy':
        return (
          `It weighs ${exact(grams)} kg. Vehicle ${vehicleId}, the strongest with room for it, carries ` +
          `${exact(grams - overGrams)} kg: it is ${exact(overGrams)} kg too heavy. Use a vehicle that carries ` +
          `${exact(grams)} kg or more, or deliver ${exact(overGrams)} kg of it otherwise.`
        );
      case 'vehicle-height':
        return (
          `The station lets in vehicles up to ${exact(limitMillimeters)} m. Vehicle ${vehicleId}, the lowest that could ` +
          `carry it, is ${exact(limitMillimeters + overMillimeters)} m high: ${exact(overMillimeters)} m too much. Use a ` +
          'lower vehicle, or hand it over outside.'
        );
    }
  },
  zh(code, _, { vehicleId, overMilliliters, overGrams, overMillimeters }) {
    const over = {
      'too-large': `${formatThousandths(overMilliliters)} 升`,
      'too-heavy': `${formatThousandths(overGrams)} 公斤`,
      'vehicle-height': `${formatThousandths(overMillimeters)} 米`,
    }[code];
    return over === undefined ? undefined : `${texts[code].zh}最接近的车辆 ${vehicleId} 超出 ${over}。`;
  },
};

const relaxationTexts: Readonly<Record<Language, (relaxation: Relaxation) => string>> = {
  en({ kind, vehicleId, compartmentNo, amount }) {
    const minutes = amount / 60;
    const changes: Readonly<Record<Relaxation['kind'], string>> = {
      'later-closing': `on ${vehicleId} if the station received ${minutes} min longer`,
      'longer-shift': `on ${vehicleId} if its shift ended ${minutes} min later`,
      'longer-keeping': `on ${vehicleId} if it kept cold there ${minutes} min longer`,
      'larger-compartment': `on ${vehicleId} with ${amount / 1000} l more in compartment ${compartmentNo}`,
      'more-payload': `on ${vehicleId} with ${amount / 1000} kg more payload`,
      'more-range': `on ${vehicleId} with ${amount / 1000} km more range`,
      'more-driving': `on ${vehicleId} with ${minutes} min more driving`,
      'further-stop': `on ${vehicleId} with one more stop`,
      'further-trip': `on ${vehicleId} with one more trip`,
      'further-vehicle': `on one more vehicle like ${vehicleId}`,
    };
    return `It would fit ${changes[kind]}.`;
  },
  zh({ kind, vehicleId, compartmentNo, amount }) {
    const minutes = amount / 60;
    const changes: Readonly<Record<Relaxation['kind'], string>> = {
      'later-closing': `若站点多收货 ${minutes} 分钟，${vehicleId} 可以送`,
      'longer-shift': `若班次晚 ${minutes} 分钟结束，${vehicleId} 可以送`,
      'longer-keeping': `若车上冷藏再保持 ${minutes} 分钟，${vehicleId} 可以送`,
      'larger-compartment': `若 ${compartmentNo} 号车厢大 ${amount / 1000} 升，${vehicleId} 可以送`,
      'more-payload': `若载重多 ${amount / 1000} 公斤，${vehicleId} 可以送`,
      'more-range': `若续航多 ${amount / 1000} 公里，${vehicleId} 可以送`,
      'more-driving': `若可多行驶 ${minutes} 分钟，${vehicleId} 可以送`,
      'further-stop': `若可多停一站，${vehicleId} 可以送`,
      'further-trip': `若可多跑一趟，${vehicleId} 可以送`,
      'further-vehicle': `若再有一辆 ${vehicleId} 这样的车，就可以送`,
    };
    return `${changes[kind]}。`;
  },
};

// Exact: a change that was rounded down would not do.
function exact(thousandths: number): string {
  return (thousandths / 1000).toLocaleString('en-US', { maximumFractionDigits: 3 });
}
