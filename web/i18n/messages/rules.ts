import type { Catalogue } from './catalogue.js';

/** The page of dispatch rules: what a depot, a vehicle or a station asks of plans. */
export const rulesMessages = {
  'tab.rules': ['调度规则', 'Rules'],
  'rules.hint': [
    '下一次规划起生效。留空就没有这条规则；导入的文件里没有的列不会改动这里。',
    'They hold from the next planning on. An empty field sets no rule; columns that a file does not have change nothing here.',
  ],
  'rules.saved': ['规则已保存，下一次规划起生效。', 'The rules are stored and hold from the next planning on.'],
  'rules.noDepot': ['还没有仓库，请先导入。', 'There is no depot yet. Import one first.'],
  'rules.vehicles': ['车辆', 'Vehicles'],
  'rules.stations': ['自提点', 'Stations'],
  'rules.noStation': [
    '还没有自提点设了规则，查找一个来设置。',
    'No station has a rule yet. Search for one to set some.',
  ],
  'rules.ofVehicle': ['车辆 {id} 的规则', 'Rules of vehicle {id}'],
  'rules.ofStation': ['{name} 的规则', 'Rules of {name}'],

  'rules.cold': ['脱冷时限', 'Time out of the cold'],
  'rules.coldLimit': [
    '从开始装车到交货，不超过温区的脱冷分钟数（货厢另设的除外）',
    "From loading to hand-over no longer than the zone's minutes, unless the compartment says otherwise",
  ],
  'rules.ready': ['最早备好（之前不装车）', 'Picked by: not loaded before'],
  'rules.totes': ['带回空箱', 'Empty totes that go back'],
  'rules.totes.liters': ['{zone}：空箱升数', '{zone}: liters of an empty one'],
  'rules.totes.kilograms': ['{zone}：空箱公斤数', '{zone}: kilograms of an empty one'],
  'rules.totes.hint': [
    '填了的温区，送货时把自提点的空箱带回，装得下多少带多少；留空就不带。',
    'Where a zone has a size, who delivers takes its empty totes back, as many as fit; none where it is left empty.',
  ],
  'rules.prices': ['规划的偏好', 'What plans prefer'],
  'rules.change': ['换车价格（元）', 'Price of a change'],
  'rules.change.hint': ['重新规划时，每个换了车的停靠', 'for each visit by another vehicle than before'],
  'rules.balance': ['均衡价格（元）', 'Price of uneven days'],
  'rules.balance.hint': ['× 每车工时的平方（小时²）', "× each vehicle's hours squared"],

  'rules.compact': ['集中价格（元）', 'Price of strewn trips'],
  'rules.compact.hint': [
    '× 每个停靠离本趟停靠中心的距离的平方（公里²）',
    "× each stop's distance from the middle of its trip's stops, squared (km²)",
  ],
  'rules.driver': ['车与司机', 'Vehicle and driver'],
  'rules.skills': ['条件', 'Skills'],
  'rules.skills.example': ['例如 尾板, 门禁卡', 'such as tail-lift, key'],
  'rules.driving': ['每天最多驾驶（分钟）', 'Driving a day, minutes'],
  'rules.break': ['休息 {n}', 'Break {n}'],
  'rules.break.length': ['分钟', 'Minutes'],
  'rules.break.from': ['最早开始', 'Begins from'],
  'rules.break.to': ['最晚开始', 'to'],
  'rules.break.hint': [
    '出车的每一天都要休息，须在班次 {shift} 内。收车早于休息时段的车也会等到休息后才收车。',
    'Taken on every day on which it is out, within the shift {shift}. A vehicle that would be back earlier waits for it.',
  ],
  'rules.keep': ['货厢保冷（分钟）', 'Compartments keep cold, minutes'],
  'rules.keep.hint': [
    '从开始装车到交货；冷藏车填长，保温箱填短。不怕热的温区不受限制。',
    'From loading to hand-over: long for a reefer, short for an ice box. Zones that need no cold are not limited.',
  ],

  'rules.who': ['谁可以来', 'Who may come'],
  'rules.needs': ['车辆须具备', 'Its vehicle must have'],
  'rules.only': ['只许这些车', 'Only these vehicles'],
  'rules.only.example': ['例如 V01, V02', 'such as V01, V02'],
  'rules.due': ['希望时间', 'Wished time'],
  'rules.due.from': ['最好不早于', 'Best begun from'],
  'rules.due.early': ['每早一小时（元）', 'Price of an hour earlier'],
  'rules.due.by': ['最好不晚于', 'Best begun by'],
  'rules.due.late': ['每晚一小时（元）', 'Price of an hour later'],
  'rules.due.hint': [
    '在收货时间 {windows} 内；时间和价格一起填。比到早了划算时，车会在门口等到希望时间。',
    'Within {windows}; a time and its price go together. A vehicle waits at the door where that is cheaper than being early.',
  ],
  'rules.handling': ['另加交接时间（分钟）', 'Further hand-over minutes'],
  'rules.tote': ['每箱', 'Each tote'],

  'rules.summary.break': ['休息 {minutes} 分钟（{from}–{to}）', 'break {minutes} min ({from}–{to})'],
  'rules.summary.driving': ['驾驶 ≤ {minutes} 分钟', 'driving ≤ {minutes} min'],
  'rules.summary.keep': ['保冷 {minutes} 分钟', 'keeps cold {minutes} min'],
  'rules.summary.only': ['只许 {vehicles}', 'only {vehicles}'],
  'rules.summary.wished': ['最好 {time} 后', 'best from {time}'],
  'rules.summary.due': ['最好 {time} 前', 'best by {time}'],
  'stop.break': ['休息', 'Break'],
  'stop.beforeNo': ['第 {n} 站之前', 'before stop {n}'],
  'stop.afterLast': ['末站之后', 'after the last stop'],
} as const satisfies Catalogue;
