import type { CapacityShortfall, OmissionPrices, Plan, Relaxation, Unassigned } from '../../../domain/planning/plan.js';
import type { PlanChange } from '../../../domain/planning/replan.js';
import { formatThousandths } from '../../../domain/quantity.js';
import type { Language } from '../../../domain/told.js';

/** Why a consignment is on no route: what would help, in each language. Codes are stable; docs/model.md lists them. */
const texts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'no-vehicle': {
    en: 'No vehicle is available that may make a stop. Add one, bring one back from maintenance, or allow another stop or trip.',
    zh: '没有还能停靠的可用车辆。请添加车辆、让检修车辆恢复，或放宽停靠数、趟数。',
  },
  'zone-compartment': {
    en: 'No available vehicle that may make a stop has a compartment for this temperature zone.',
    zh: '还能停靠的可用车辆都没有这个温区的车厢。',
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
    zh: '装得下的车都超过该自提点的限高。',
  },
  skills: {
    en: 'No vehicle that could carry it has what the station asks for.',
    zh: '没有车辆具备自提点要求的条件。',
  },
  'vehicle-not-allowed': {
    en: 'None of the vehicles that the station is kept for can serve it: each is in maintenance, too high, or cannot carry it.',
    zh: '自提点指定的车辆都不能送：在检修、超高，或装不下这批货。',
  },
  unreachable: {
    en: 'There is no way from the depot to the station and back for the vehicles that could carry it.',
    zh: '装得下的车辆没有往返该自提点的道路。',
  },
  'by-hand': { en: 'A dispatcher left it out.', zh: '调度员手动移出。' },
  'station-closed': { en: 'The station is closed today.', zh: '自提点今天停止收货。' },
  'vehicle-out': {
    en: 'It is on board of a vehicle that broke down, and no other vehicle fetches it there.',
    zh: '货在故障车上，没有其他车辆去接。',
  },
  'on-board': {
    en: 'The station is closed, and it is on board already: its vehicle brings it back to the depot.',
    zh: '自提点停止收货，而货已在车上，由原车带回仓库。',
  },
  'no-road': {
    en: 'The station lies more than 1,000 m from any road that a vehicle may use. Check its position.',
    zh: '该自提点离可行驶道路超过 1,000 米，请核对位置。',
  },
  'time-window': {
    en: "No vehicle that could carry it can be loaded within the depot's hours once the goods are ready, be there within the receiving windows, and be back within its shift with its breaks taken.",
    zh: '没有车能在货备好后、仓库开放时间内装车，在收货时间内送到，并在班次内（含休息）返回。',
  },
  'time-on-board': {
    en: 'It would be out of the cold too long in every vehicle that could bring it in time.',
    zh: '装得下的车都会使货物离开冷藏的时间过长。',
  },
  driving: {
    en: 'The way there and back is more driving than any vehicle that could bring it in time may do in a day.',
    zh: '往返行驶时间超过装得下的车辆一天可行驶的时间。',
  },
  range: {
    en: 'The way there and back is beyond the range of every vehicle that could bring it in time.',
    zh: '往返里程超过装得下的车辆的续航。',
  },
  docks: {
    en: 'The loading docks are taken at the times when its vehicle would have to load.',
    zh: '需要装车时，月台都被占用。',
  },
  'fleet-full': {
    en: 'Some vehicle could bring it alone, but none was found that has room and time for it beside what it carries. Add a vehicle or a trip.',
    zh: '单独送有车可用，但没有找到在已装的货之外还有空位和时间的车。请加车或加一趟。',
  },
  'not-worth-a-vehicle': {
    en: 'No run was found that brings it for less than the price at which it may be left out.',
    zh: '没有找到费用低于不送价格的送法。',
  },
  'no-trip-left': {
    en: 'No vehicle has another trip left from the moment on from which the plan can change. Add a vehicle or a trip.',
    zh: '从计划还能改的时刻起，没有车还能再跑一趟。请加车或加一趟。',
  },
  'window-over': {
    en: 'Its receiving windows are over at the moment from which the plan can change.',
    zh: '在计划还能改的时刻，自提点的收货时间已过。',
  },
};

/** Every code that a reason can have. */
export const reasonCodes: readonly string[] = Object.keys(texts);

type Goods = Pick<Unassigned, 'reason' | 'zoneId' | 'grams' | 'milliliters'>;

/** Why a consignment is on no route, in whole sentences: the figures where a size stops it, and the smallest change that lets it in. */
export function reasonText(goods: Goods, language: Language): string {
  const { code, shortfall, relaxation, prices, triedVehicles } = goods.reason;
  const sentences = [(shortfall && lackTexts[language](code, goods, shortfall)) ?? texts[code]?.[language] ?? code];
  if (triedVehicles !== undefined) sentences.push(triedTexts[language](triedVehicles));
  if (prices !== undefined) sentences.push(priceTexts[language](prices));
  if (shortfall?.spareVehicleId !== undefined) {
    const id = shortfall.spareVehicleId;
    sentences.push(
      language === 'en' ? `Vehicle ${id}, which is in maintenance, could carry it.` : `检修中的车辆 ${id} 可以运。`,
    );
  }
  if (relaxation !== undefined) sentences.push(relaxationTexts[language](relaxation));
  return sentences.join(language === 'en' ? ' ' : '');
}

/** Changes after an event as readers of one language get them: why something is left out has its sentence. */
export function withChangeTexts(changes: readonly PlanChange[], language: Language) {
  return changes.map(({ why: { unassigned, ...why }, ...change }) => ({
    ...change,
    why: unassigned === undefined ? why : { ...why, text: reasonText(unassigned, language) },
  }));
}

/** The plan as readers of one language get it: each reason has its sentence. */
export function withReasonTexts<Made extends Pick<Plan, 'unassigned' | 'replanned'>>(plan: Made, language: Language) {
  const { replanned } = plan;
  return {
    ...plan,
    ...(replanned && { replanned: { ...replanned, changes: withChangeTexts(replanned.changes, language) } }),
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

const triedTexts: Readonly<Record<Language, (vehicles: number) => string>> = {
  en: (vehicles) =>
    vehicles === 1
      ? 'The day of the nearest vehicle that could was planned anew with it, in vain.'
      : `The days of the ${vehicles} nearest vehicles that could were planned anew with it, in vain.`,
  zh: (vehicles) => `把离得最近、能送的 ${vehicles} 辆车的当天行程加上它重排过，都排不下。`,
};

const priceTexts: Readonly<Record<Language, (prices: OmissionPrices) => string>> = {
  en: ({ omissionMinor, servingMinor, vehicleId }) =>
    `On ${vehicleId} it would add ${money(servingMinor)}, the least that was found; leaving it out counts ${money(omissionMinor)}.`,
  zh: ({ omissionMinor, servingMinor, vehicleId }) =>
    `由 ${vehicleId} 送最少要多花 ${money(servingMinor)}；不送的价格是 ${money(omissionMinor)}。`,
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
      'later-closing': `若自提点多收货 ${minutes} 分钟，${vehicleId} 可以送`,
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

function money(minor: number): string {
  return `¥${(minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

// Exact: a change that was rounded down would not do.
function exact(thousandths: number): string {
  return (thousandths / 1000).toLocaleString('en-US', { maximumFractionDigits: 3 });
}
