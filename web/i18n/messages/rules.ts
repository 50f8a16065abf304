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
  'rules.coldMinutes': ['{zone} {minutes} 分钟', '{zone} {minutes} min'],
  'rules.depot': ['仓库', 'Depot'],
  'rules.vehicles': ['车辆', 'Vehicles'],
  'rules.noVehicle': ['这个仓库还没有车辆。', 'This depot has no vehicle yet.'],
  'rules.stations': ['自提点', 'Stations'],
  'rules.noStation': [
    '还没有自提点设了规则，查找一个来设置。',
    'No station has a rule yet. Search for one to set some.',
  ],
  'rules.of': ['{name} 的规则', 'Rules of {name}'],
  'rules.rest': ['全部资料', 'All details'],
} as const satisfies Catalogue;
