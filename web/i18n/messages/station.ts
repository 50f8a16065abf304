import type { Catalogue } from './catalogue.js';

/** What a station sees of its deliveries. */
export const stationMessages = {
  'delivery.title': ['到货', 'Deliveries'],
  'delivery.coming': ['即将到货', 'On its way'],
  'delivery.earlier': ['已到', 'Received'],
  'delivery.planned': ['计划 {time}', 'planned {time}'],
  'delivery.eta': ['预计 {time} 到', 'expected {time}'],
  'delivery.arrived': ['{time} 到达', 'arrived {time}'],
  'delivery.takesBack': ['请备好空箱 {n} 个，司机带回', 'Have {n} empty {n:tote|totes} ready to go back'],
  'delivery.takenBack': ['司机已带回空箱 {n} 个', 'The courier took {n} empty {n:tote|totes} back'],
  'delivery.signed': ['{name} 于 {time} 签收', 'Signed by {name} at {time}'],
  'delivery.sign': ['签收', 'Sign for it'],
  'delivery.name': ['签收人', 'Your name'],
  'delivery.report': ['报告缺货或破损', 'Report a problem'],
  'delivery.kind.short': ['少货', 'Short'],
  'delivery.kind.damaged': ['破损', 'Damaged'],
  'delivery.kind.wrong': ['送错', 'Wrong goods'],
  'delivery.kind.warm': ['升温', 'Too warm'],
  'delivery.zone': ['温区', 'Zone'],
  'delivery.product': ['商品', 'Product'],
  'delivery.anyProduct': ['整个温区', 'The whole zone'],
  'delivery.quantity': ['数量（共订 {n} 件）', 'Quantity (of {n} ordered)'],
  'delivery.sent': ['已报告，调度会处理。', 'Reported. Dispatch will look after it.'],
  'delivery.signedNotice': ['已签收，谢谢。', 'Signed. Thank you.'],
  'delivery.orders': ['{n} 单', '{n} {n:order|orders}'],
  'delivery.empty.title': ['暂时没有到货', 'Nothing on its way'],
  'delivery.empty.text': [
    '车次下发后，这里会显示几点到、有多少箱。',
    'Once runs are released you see here when it comes and how many totes.',
  ],
  'delivery.shorts': ['仓库缺货', 'Short from the warehouse'],
} as const satisfies Catalogue;
