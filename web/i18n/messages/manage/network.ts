import type { Catalogue } from '../catalogue.js';
import { networkPartsMessages } from './network-parts.js';

export const networkMessages = {
  ...networkPartsMessages,
  'network.depots': ['仓库', 'Depots'],
  'network.stations': ['自提点', 'Stations'],
  'network.vehicles': ['车辆', 'Vehicles'],
  'network.couriers': ['配送员', 'Couriers'],
  'network.skus': ['商品', 'Products'],
  'network.zones': ['温区', 'Zones'],
  'network.cutoffs': ['波次与截单', 'Waves and cutoffs'],
  'network.wave_rules': ['分波规则', 'Wave rules'],
  'network.areas': ['片区', 'Areas'],

  'network.add.depots': ['新增仓库', 'Add a depot'],
  'network.add.stations': ['新增自提点', 'Add a station'],
  'network.add.vehicles': ['新增车辆', 'Add a vehicle'],
  'network.add.couriers': ['新增配送员', 'Add a courier'],
  'network.add.skus': ['新增商品', 'Add a product'],
  'network.add.zones': ['新增温区', 'Add a zone'],
  'network.add.cutoffs': ['新增波次', 'Add a wave'],
  'network.add.wave_rules': ['新增规则', 'Add a rule'],
  'network.add.save': ['新增', 'Add'],
  'network.new': ['新增', 'New'],
  'network.idTaken': ['这个编号已经有了，请换一个。', 'This id is taken. Choose another one.'],

  'network.search': ['搜索（按 / 键）', 'Search (press /)'],
  'network.filter.all': ['{label}：全部', '{label}: all'],
  'network.count': ['共 {count}', '{count}'],
  'network.countOf': ['{count} / {all}', '{count} of {all}'],
  'network.empty': ['还没有', 'None yet'],
  'network.noMatch': ['没有符合的', 'Nothing matches'],
  'network.noMatch.text': ['换个词或筛选，或者新增。', 'Try other words or filters, or add one.'],
  'network.empty.depots': [
    '车从仓库出发。新增一个，或导入仓库文件。',
    'Vehicles leave from depots. Add one, or import a file of them.',
  ],
  'network.empty.stations': [
    '货送到自提点。新增一个，或导入自提点文件。',
    'Goods go to stations. Add one, or import a file of them.',
  ],
  'network.empty.vehicles': [
    '有车厢的车才能排线。新增一辆，或导入车辆和车厢文件。',
    'Vehicles need compartments to be planned. Add one, or import files of vehicles and compartments.',
  ],
  'network.empty.couriers': [
    '配送员开车送货，用手机看车次。新增一位，或导入名单。',
    'Couriers drive and see their run on the phone. Add one, or import a list.',
  ],
  'network.empty.skus': [
    '商品有温区、重量和体积，订单才能装车。新增一种，或导入商品文件。',
    'Orders are loaded by the zone, weight and volume of their products. Add one, or import a file of them.',
  ],
  'network.empty.zones': ['每种商品属于一个温区。', 'Every product is of a zone.'],
  'network.empty.cutoffs': [
    '一天只有一波就不用设。要分早班、晚班，在这里给每一波起名、定截单时间。',
    'Not needed where a day has one wave. For a morning and an evening wave, name each here and set its cutoff.',
  ],
  'network.empty.wave_rules': [
    '没有规则时，订单进下一个没截单的波次。可以按温区、商品、自提点或片区指定波次。',
    'Without rules orders go to the next wave that is open. Rules choose it by zone, product, station or area.',
  ],
  'network.table.keys': ['列表：上下键移动，回车打开，空格选中', 'List: arrows move, Enter opens, Space chooses'],
  'network.choose': ['选中 {name}', 'Choose {name}'],
  'network.chooseAll': ['选中显示的全部', 'Choose all that are shown'],
  'network.chooseNone': ['取消选择', 'Choose none'],
  'network.chosen': ['已选 {count}', '{count} chosen'],
  'network.before': ['上一个', 'Previous'],
  'network.behind': ['下一个', 'Next'],
  'network.before.keys': ['Alt + ↑', 'Alt + ↑'],
  'network.behind.keys': ['Alt + ↓', 'Alt + ↓'],

  'network.saved': ['已保存。', 'Saved.'],
  'network.added': ['已新增 {name}', 'Added {name}'],
  'network.removed': ['已删除 {name}', 'Deleted {name}'],
  'network.delete': ['删除', 'Delete'],
  'network.delete.instead': [
    '还有记录提到它，不能删除。请把状态改为关闭、退役或停用。',
    'Something refers to it, so it cannot be deleted. Change its status instead: closed, retired or inactive.',
  ],
  'network.delete.cutoff': [
    '还有分波规则用到它，不能删除。请先删除或修改规则。',
    'Wave rules name it, so it cannot be deleted. Delete or change them first.',
  ],
  'network.delete.zone': [
    '还有商品、车厢或记录用到它，不能删除。',
    'Products, compartments or the record refer to it, so it cannot be deleted.',
  ],

  'bulk.open': ['批量修改', 'Change…'],
  'bulk.title': ['修改 {count} 项', 'Change {count}'],
  'bulk.field': ['改哪一项', 'What to change'],
  'bulk.empty': ['留空则清除这一项。', 'Left empty, it is cleared.'],
  'bulk.save': ['修改 {count} 项', 'Change {count}'],
  'network.refusedSome': [
    '{count} 项没有改：其间被人改过。',
    '{count} were not changed: somebody changed them meanwhile.',
  ],
  'bulk.done': ['已改 {changed} 项，{same} 项原本如此。', 'Changed {changed}; {same} were like this already.'],
  'bulk.refused': ['{count} 项没有改：', '{count} were not changed:'],

  'areas.hint': [
    '片区随自提点而有：改名会改它的全部自提点；改成已有的名称就是合并。优先级规则里的片区名不会跟着改。',
    'An area is there while a station is in it. A new name is given to all its stations; a name that is there merges both. Priority rules that name an area do not follow.',
  ],
  'areas.empty': ['先在自提点里填片区。', 'Say the area of a station first.'],
  'areas.name': ['片区 {area} 的名称', 'Name of the area {area}'],
  'areas.stations': ['{count} 个自提点', '{count} stations'],
  'areas.rename': ['改名', 'Rename'],
  'areas.merge': ['合并', 'Merge'],
  'areas.renamed': ['{from} 已改为 {to}。', '{from} is now {to}.'],
} as const satisfies Catalogue;
