import type { Unassigned } from '../../../domain/planning/plan.js';
import { formatThousandths } from '../../../domain/quantity.js';
import type { ExportLanguage } from './export-words.js';

/** Chinese sentences for the codes of reasons that docs/model.md lists; plans keep the English ones. */
const chinese: Readonly<Record<string, string>> = {
  'no-vehicle': '没有可用车辆。请添加车辆，或让检修车辆恢复。',
  'zone-compartment': '可用车辆都没有这个温区的车厢。',
  'too-large': '体积超过任何同温区车厢。请分批配送或用更大的车。',
  'too-heavy': '重量超过任何车辆的载重。请分批配送或用更大的车。',
  'vehicle-height': '装得下的车都超过该站点的限高。',
  skills: '没有车辆具备站点要求的条件。',
  'by-hand': '调度员手动移出。',
  'kept-for-others': '站点指定的车辆装不下这批货。',
  'no-way': '装得下的车辆没有往返该站点的道路。',
  'station-closed': '站点今天停止收货。',
  'vehicle-out': '货在故障车上，没有其他车辆去接。',
  'on-board': '站点停止收货，而货已在车上，由原车带回仓库。',
  'no-road': '该站点离可行驶道路超过 1,000 米，请核对位置。',
  'time-window': '没有车能在收货时间内送到并按班次返回。',
  'out-of-cold': '装得下的车都会使货物离开冷藏的时间过长。',
  driving: '往返行驶时间超过装得下的车辆一天可行驶的时间。',
  range: '往返里程超过装得下的车辆的续航。',
  docks: '需要装车时，月台都被占用。',
  'fleet-full': '能装的车都已满或没有时间。请加车或加一趟。',
};

/** Why a consignment is on no run, in a language; the plan's own sentence where there is no other. */
export function reasonInWords({ code, text, lack }: Unassigned['reason'], language: ExportLanguage): string {
  if (language === 'en' || !Object.hasOwn(chinese, code)) return text;
  const sentences = [chinese[code]];
  const over =
    lack &&
    {
      'too-large': `${formatThousandths(lack.overMilliliters)} 升`,
      'too-heavy': `${formatThousandths(lack.overGrams)} 公斤`,
      'vehicle-height': `${formatThousandths(lack.overMillimeters)} 米`,
    }[code];
  if (over !== undefined) sentences.push(`最接近的车辆 ${lack!.vehicleId} 超出 ${over}。`);
  if (lack?.spareVehicleId !== undefined) sentences.push(`检修中的车辆 ${lack.spareVehicleId} 可以运。`);
  return sentences.join('');
}
