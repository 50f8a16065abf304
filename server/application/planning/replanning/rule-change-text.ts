import type { RuleChange, RuleField, RuleSubject } from '../../../domain/planning/plan-rules.js';
import type { Language } from '../../../domain/told.js';
import { withChangeTexts } from '../unassigned/reason-text.js';
import type { ReplanOutcome } from './replan.js';

const words: Readonly<Record<RuleField, Readonly<Record<Language, string>>>> = {
  position: { en: 'position', zh: '位置' },
  open: { en: 'opening hours', zh: '营业时间' },
  docks: { en: 'number of docks', zh: '月台数' },
  loading: { en: 'loading time', zh: '装车时间' },
  rules: { en: 'rules of dispatch', zh: '调度规则' },
  windows: { en: 'receiving hours', zh: '收货时间' },
  service: { en: 'service time', zh: '卸货时间' },
  maxVehicleHeightMillimeters: { en: 'greatest vehicle height', zh: '限高' },
  status: { en: 'status', zh: '状态' },
  payloadGrams: { en: 'payload', zh: '载重' },
  compartments: { en: 'compartments', zh: '车厢' },
  maxStops: { en: 'limit of stops', zh: '最多站数' },
  shift: { en: 'shift', zh: '班次' },
  maxTrips: { en: 'limit of trips', zh: '最多趟数' },
  rangeMeters: { en: 'range', zh: '续航' },
  heightMillimeters: { en: 'height', zh: '车高' },
  profile: { en: 'routing profile', zh: '道路类型' },
  price: { en: 'price', zh: '价格' },
  minutesOutOfRefrigeration: { en: 'time out of refrigeration', zh: '脱冷时间' },
  tote: { en: 'tote', zh: '周转箱' },
};

const subjects: Readonly<Record<RuleSubject, string>> = {
  depot: '仓库',
  station: '自提点',
  vehicle: '车辆',
  zone: '温区',
};

/** What of the network changed since a plan was made, in a whole sentence. */
export function ruleChangeText({ subject, id, field, isTold, was, is }: RuleChange, language: Language): string {
  const word = words[field][language];
  if (language === 'zh') {
    const told = isTold ? `现为 ${is ?? '不限'}（原为 ${was ?? '不限'}）` : '在排线之后有改动';
    return `${subjects[subject]} ${id} 的${word}${told}：已经开始的部分不变。`;
  }
  const what = `The ${word} of ${subject} ${id}`;
  const keeps = 'what has begun keeps what it began with';
  if (!isTold) return `${what} changed since the plan was made: ${keeps}.`;
  const verb = word.endsWith('hours') ? 'are' : 'is';
  return `${what} ${verb} now ${is ?? 'without limit'} (was ${was ?? 'without limit'}): ${keeps}.`;
}

/** The outcome of a re-plan as readers of one language get it. */
export function withRuleTexts(outcome: ReplanOutcome, language: Language) {
  return {
    ...outcome,
    changes: withChangeTexts(outcome.changes, language),
    networkChanges: outcome.networkChanges.map((change) => {
      const { isTold: _, ...told } = change;
      return { ...told, text: ruleChangeText(change, language) };
    }),
  };
}
