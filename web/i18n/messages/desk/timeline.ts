import type { Catalogue } from '../catalogue.js';

/** The day as rows of time. */
export const timelineMessages = {
  'timeline.title': ['时间轴', 'Timeline'],
  'timeline.by': ['每行是', 'A row is'],
  'timeline.by.vehicles': ['车辆', 'Vehicles'],
  'timeline.by.drivers': ['司机', 'Drivers'],
  'timeline.by.docks': ['月台', 'Docks'],
  'timeline.dock': ['月台 {n}', 'Dock {n}'],
  'timeline.height': ['时间轴高度', 'Height of the timeline'],
  'timeline.earlier': ['更早', 'Earlier'],
  'timeline.later': ['更晚', 'Later'],
  'timeline.zoomIn': ['放大', 'Zoom in'],
  'timeline.zoomOut': ['缩小', 'Zoom out'],
  'timeline.fit': ['全天', 'Whole day'],
  'timeline.now': ['现在', 'Now'],
  'timeline.none': [
    '还没有车次。排线之后，这里显示每辆车的一天。',
    'No runs yet. Once planned, each vehicle has its day here.',
  ],
  'timeline.hint': [
    '滚轮在时间刻度上或按 Ctrl 缩放，拖动平移。',
    'Wheel over the hours, or with Ctrl, zooms; dragging moves the time.',
  ],
  'timeline.hint.edit': [
    '拖动停靠可改位置；在时间刻度上滚动可缩放。',
    'Drag a stop to move it; the wheel zooms over the hours.',
  ],
  'timeline.keys': [
    '时间轴：上下键换行，左右键换时段，回车选中，M 移动停靠，加减键缩放',
    'Timeline: up and down change rows, left and right go along bars, Enter chooses, M moves a stop, plus and minus zoom',
  ],
  'timeline.overbooked': ['时间重叠', 'Overlaps in time'],
  'timeline.late': ['迟到 {duration}', '{duration} late'],
  'timeline.notFollowed': ['读不到实际时间：{detail}', 'Actual times could not be read: {detail}'],
  'timeline.time.planned': ['计划', 'Planned'],
  'timeline.time.actual': ['实际', 'Actual'],
  'timeline.time.predicted': ['预计', 'Expected'],
  'timeline.sign.loading': ['装', 'L'],
  'timeline.sign.break': ['休', 'B'],
  'timeline.bar.loading': ['装车 {times}', 'Loads {times}'],
  'timeline.bar.transfer': ['接货 {times}', 'Takes goods over {times}'],
  'timeline.bar.drive': ['去 {name} {times}', 'Drives to {name} {times}'],
  'timeline.bar.wait': ['在 {name} 等待 {times}', 'Waits at {name} {times}'],
  'timeline.bar.service': ['在 {name} 交货 {times}', 'Serves {name} {times}'],
  'timeline.bar.break': ['司机休息 {times}', 'Break {times}'],
  'timeline.bar.return': ['回仓 {times}', 'Returns {times}'],
} as const satisfies Catalogue;
