import type { Catalogue } from './catalogue.js';

/** What every page says while it shows the demo city. */
export const demoMessages = {
  'demo.badge': ['演示数据', 'Demo data'],
  'demo.text': ['这里显示的是演示城市，不是你自己的数据。', 'This is the demo city, not data of your own.'],
  'demo.loading': [
    '演示城市正在准备，大约半分钟。不用等：可以直接从自己的数据开始。',
    'The demo city is being made ready, some half a minute. No need to wait: you can begin with your own.',
  ],
  'demo.failed': [
    '演示城市没有完整装入；服务器日志里有原因。',
    'The demo city could not be loaded whole; the log of the server says why.',
  ],
  'demo.removing': ['正在移除演示数据…', 'Removing the demo data…'],
  'demo.remove': ['移除演示数据', 'Remove the demo'],
  'demo.removeSoon': ['5 秒后移除演示数据。', 'In 5 seconds the demo goes.'],
  'demo.withAdded': [
    '在演示数据里自己添加或修改过的也会一起移除：{what}。',
    'What was added to the demo or changed of it goes with it: {what}.',
  ],
  'demo.added.stations': ['{count} 个自提点（{names}）', 'stations ({count}): {names}'],
  'demo.added.vehicles': ['{count} 辆车（{names}）', 'vehicles ({count}): {names}'],
  'demo.added.couriers': ['{count} 名配送员（{names}）', 'couriers ({count}): {names}'],
  'demo.added.orders': ['{count} 张订单（{names}）', 'orders ({count}): {names}'],
  'demo.added.cutoffs': ['{count} 个波次设置（{names}）', 'cutoffs ({count}): {names}'],
  'demo.added.wave-rules': ['{count} 条分波规则（{names}）', 'wave rules ({count}): {names}'],
  'demo.added.places': ['{count} 个记住的地址（{names}）', 'remembered places ({count}): {names}'],
  'demo.added.import-mappings': ['{count} 个导入格式（{names}）', 'kept mappings of imports ({count}): {names}'],
  'demo.added.keys': ['{count} 个 API 密钥（{names}）', 'API keys ({count}): {names}'],
  'demo.added.webhooks': ['{count} 个 Webhook（{names}）', 'webhooks ({count}): {names}'],
  'demo.added.accounts': ['{count} 个账号（{names}）', 'accounts ({count}): {names}'],
  'demo.between': ['、', ', '],
  'demo.betweenKinds': ['、', '; '],
  'demo.removeAll': ['全部移除', 'Remove all of it'],
  'demo.removed': ['演示数据已移除，可以开始用自己的数据了。', 'The demo is removed. Begin with your own.'],
  'demo.askAdmin': [
    '要用自己的数据，请管理员先移除它。',
    'Ask your admin to remove it before you begin with your own.',
  ],

  'demo.ask.title': ['欢迎使用团达', 'Welcome to Tuanda'],
  'demo.ask.text': [
    '先看看演示城市，还是从自己的数据开始？演示数据不会和你的数据混在一起，也随时可以一键移除。',
    'Look at the demo city first, or begin with your own? Demo data never mix with yours, and one button removes them at any time.',
  ],
  'demo.ask.look': ['看演示城市', 'Look at the demo city'],
  'demo.ask.own': ['从自己的数据开始', 'Begin with my own'],

  'demo.inTheWay': [
    '这里还有演示城市，自己的数据不能和它混在一起。要先移除演示数据吗？',
    'The demo city is still here, and your own data are never mixed with it. Remove the demo first?',
  ],
  'demo.removeAndGoOn': ['移除演示数据，然后继续', 'Remove the demo and go on'],
} as const satisfies Catalogue;
