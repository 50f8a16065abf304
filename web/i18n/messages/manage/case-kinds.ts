import type { Catalogue } from '../catalogue.js';

/** What is set for each kind of cases. */
export const caseKindMessages = {
  'caseKinds.title': ['异常类型', 'Kinds of cases'],
  'caseKinds.text': [
    '哪些情况算异常、多紧急、多久内要处理、怎么处理。只影响之后出现的异常。',
    'What counts as a case, how urgent it is, by when it is dealt with, and how. Changes apply to new cases only.',
  ],
  'caseKinds.noDepot': ['先添加仓库。', 'Add a depot first.'],
  'caseKinds.isOn': ['出现时自动记为异常', 'Make a case of it'],
  'caseKinds.off': ['已关闭', 'Off'],
  'caseKinds.within': ['{n} 分钟内', 'within {n} min'],
  'caseKinds.severity': ['紧急程度', 'Severity'],
  'caseKinds.limit': ['处理时限（分钟）', 'Time limit (minutes)'],
  'caseKinds.after': ['超过多久算异常（分钟）', 'Counts as a case after (minutes)'],
  'caseKinds.steps.zh': ['处理步骤（中文，每行一步）', 'Steps in Chinese, one per line'],
  'caseKinds.steps.en': ['处理步骤（英文，每行一步）', 'Steps in English, one per line'],
  'caseKinds.save': ['保存', 'Save'],
  'caseKinds.saved': ['“{kind}”已保存。', '“{kind}” is saved.'],
} as const satisfies Catalogue;
