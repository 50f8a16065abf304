import type { Catalogue } from './catalogue.js';

/** What people meet of the API's refusals, by their codes (docs/errors.md); of others the server's own sentence is shown. */
export const failureMessages = {
  'failure.title': ['没能读到数据', 'This could not be loaded'],
  'failure.offline': [
    '连不上服务器。请检查网络后重试。',
    'The server cannot be reached. Check the network, then try again.',
  ],
  'failure.disconnected': [
    '与服务器的连接断了，正在重连；画面可能不是最新的。',
    'The connection to the server is lost. It is tried again and again; what you see may be out of date.',
  ],
  'failure.internal': [
    '服务器出了问题，请稍后重试；若仍失败请告知管理员。',
    'Something went wrong on the server. Try again; if it stays, tell your admin.',
  ],
  'failure.away': [
    '服务器正忙或正在恢复，请过几秒再试。',
    'The server is busy or coming back. Try again in a few seconds.',
  ],
  'failure.routing-unavailable': [
    '路网引擎没有响应，请稍后重试或告知管理员。',
    'The routing engine does not answer. Try again later or tell your admin.',
  ],
  'failure.not-allowed': ['你的账号没有这项权限。', 'Your account may not do this.'],
  'failure.stale': [
    '别人刚刚改过，已为你刷新，请再看一遍后重试。',
    'Somebody else changed this just now. It was refreshed: look again, then repeat.',
  ],
  'failure.too-many-jobs': [
    '等待中的任务太多。请等一部分开始，或取消不需要的任务。',
    'Too many jobs are waiting. Wait until some have begun, or cancel those that are not needed.',
  ],
  'failure.too-many-requests': ['操作太频繁，请一分钟后再试。', 'Too many requests. Wait a minute, then try again.'],
  'failure.too-large': [
    '文件太大。表格请分几次导入，其他文件请换小一些的。',
    'This is too large. Send tables in parts, and of other files a smaller one.',
  ],
  'failure.edit-breaks-rules': ['不能这样改：{detail}', 'This cannot be done: {detail}'],
  'failure.already-running': ['这个波次正在排线，请等它完成或先取消。', 'This wave is being planned already.'],
  'failure.in-use': [
    '还有记录提到它，不能删除；可以改为关闭、退役或停用。',
    'Something refers to it, so it is not deleted. Close it, retire it or make it inactive instead.',
  ],
  'failure.changed-meanwhile': [
    '其间有人改过，没有改动。请重新载入再看。',
    'Somebody changed it meanwhile; nothing was changed. Load it again.',
  ],
  'failure.network-changed': [
    '读取期间自提点、商品等资料一再被他人修改，本次未收取任何内容，请重新发送。',
    'Somebody changed the network again and again while this was read. Nothing was taken; send it again.',
  ],
  'failure.already-signed': ['这批货已有人签收。', 'Somebody else has signed for this already.'],
  'failure.wave-closed': [
    '波次已截单，请重新导入，订单会进入下一波次。',
    'The wave was closed meanwhile. Import again: the orders join the next one.',
  ],
  'failure.plan-of-other-map': [
    '这个方案是用另一张地图算的，请重新排线。',
    'This plan was made with another map. Plan the wave anew.',
  ],
  'failure.plan-replaced': [
    '当前方案已换成另一版，请看过后再操作。',
    'Another version is the current plan now. Look at it, then decide again.',
  ],
  'failure.wave-left': [
    '车辆都已出发，不能再拣货；有问题请在自提点报告。',
    'Every vehicle has left, so nothing is picked any more. Report it at the station.',
  ],
  'failure.wave-released': ['车次已下发，要改先收回。', 'The runs are released. Withdraw them to change the plan.'],
  'failure.not-released': ['没有可收回的下发。', 'There is no release to take back.'],
  'failure.run-departed': ['已有车辆出发，不能收回。', 'A run has left, so the release cannot be taken back.'],
  'failure.nothing-to-release': ['没有可下发的车次。', 'There is nothing to release.'],
} as const satisfies Catalogue;
