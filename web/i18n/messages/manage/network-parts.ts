import type { Catalogue } from '../catalogue.js';

/** What stands in the parts of a thing's form: the map, the photo, what an end touches, the picture of compartments. */
export const networkPartsMessages = {
  'place.pin': ['{name} 的位置', 'Place of {name}'],
  'place.none': ['在地图上点一下，定下位置。', 'Click on the map to set the place.'],
  'place.asking': ['正在找路…', 'Looking for the road…'],
  'place.noMap': ['没有地图，不知道离路多远。', 'There is no map: how far the road is cannot be said.'],
  'place.near': ['离送货经过的路 {meters} 米', '{meters} m from the road that vehicles come along'],
  'place.far': [
    '离送货经过的路 {meters} 米，请核对位置。',
    '{meters} m from the road that vehicles come along. Check the place.',
  ],
  'place.tooFar': [
    '1,000 米内没有车能走的路，位置不对。',
    'No road for vehicles lies within 1,000 m. Choose another place.',
  ],
  'place.hint': [
    '点地图或拖动图钉；选中图钉后也可用方向键移动，按住 Shift 一次走 20 米。',
    'Click or drag the pin. Once it has the focus, arrow keys move it by 2 m, with Shift by 20 m.',
  ],

  'photo.title': ['入口照片', 'Photo of the entrance'],
  'photo.alt': ['自提点入口', 'The entrance of the station'],
  'photo.none': ['还没有照片。', 'There is no photo yet.'],
  'photo.choose': ['选照片', 'Choose a photo'],
  'photo.replace': ['换照片', 'Another photo'],
  'photo.remove': ['去掉照片', 'Remove the photo'],
  'photo.saved': ['照片已保存。', 'The photo is saved.'],
  'photo.removed': ['照片已去掉。', 'The photo is removed.'],
  'photo.hint': [
    '先在这里缩小再上传；拍摄地点等信息不会保留。当天去这里的配送员能看到。',
    'It is made smaller here first; where it was taken is not kept. Couriers who come here that day see it.',
  ],

  'impact.loading': ['正在看会影响什么…', 'Looking at what this would touch…'],
  'impact.unknown': ['现在不知道会影响什么。', 'What this would touch cannot be said now.'],
  'impact.nothing': ['现在没有什么会受影响。', 'Nothing that is open now would be touched.'],
  'impact.title': ['会受影响的：', 'This would touch:'],
  'impact.looked': ['只看了 {all} 项中的 {count} 项。', 'Only {count} of the {all} were looked at.'],
  'impact.orders-waiting': ['{count} 张订单还没送出', '{count} orders that wait'],
  'impact.open-waves': ['{count} 个波次还没送出', '{count} waves that have not left'],
  'impact.runs-unfinished': ['{count} 趟车次还没结束', '{count} runs that have not ended'],
  'impact.accounts': ['{count} 个账号', '{count} accounts'],
  'impact.api-keys': ['{count} 个 API 密钥', '{count} API keys'],
  'impact.webhooks': ['{count} 个 Webhook', '{count} webhooks'],
  'impact.import-mappings': ['{count} 个导入的列对应', '{count} kept mappings of imports'],
  'impact.couriers-assigned': ['{count} 名配送员用这辆车', '{count} couriers who drive it'],
  'impact.stations': ['{count} 个自提点', '{count} stations'],
  'impact.vehicles': ['{count} 辆车', '{count} vehicles'],
  'impact.couriers': ['{count} 名配送员', '{count} couriers'],
  'impact.products': ['{count} 种商品', '{count} products'],
  'impact.compartments': ['{count} 个车厢', '{count} compartments'],
  'impact.rules': ['{count} 条分波规则', '{count} wave rules'],

  'compartments.picture': ['车厢示意图', 'The compartments'],
  'compartments.legend': [
    '左边是车头。宽度按容积；实线为固定隔板，虚线为活动隔板。',
    'The cab is on the left. Widths are by volume; walls with a full line are fixed, dashed ones move.',
  ],
  'compartments.legend.fixed': [
    '左边是车头。宽度按容积；隔板都是固定的。',
    'The cab is on the left. Widths are by volume; all walls are fixed.',
  ],
} as const satisfies Catalogue;
