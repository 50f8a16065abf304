import type { Catalogue } from '../catalogue.js';

/** Tables that sort, narrow, and are copied and saved. */
export const tableMessages = {
  'table.columns': ['列', 'Columns'],
  'table.copy': ['复制', 'Copy'],
  'table.save': ['按现在的行和列存为 {format}', 'Save as {format}, with the rows and columns that are shown'],
  'table.filter.text': ['车次、车辆、司机', 'Run, vehicle, driver'],
  'table.filter.status': ['全部状态', 'All statuses'],
  'table.filter.zone': ['全部温区', 'All zones'],
  'table.filter.driver': ['全部司机', 'All drivers'],
  'table.noMatch': ['没有符合条件的车次。', 'No run matches.'],
  'run.column.wave': ['波次', 'Wave'],
  'run.column.totes': ['箱数', 'Totes'],
  'run.column.kilograms': ['载重 kg', 'Load kg'],
  'run.column.kilograms.hint': ['载重（公斤）', 'Load in kilograms'],
  'run.column.weight': ['重量 %', 'Weight %'],
  'run.column.weight.hint': ['占车辆载重的比例，取最满的一趟', "Part of the vehicle's payload, on its fullest trip"],
  'run.column.volume': ['容积 %', 'Volume %'],
  'run.column.volume.hint': [
    '占车厢总容积的比例，取最满的一趟',
    'Part of the volume of all compartments, on the fullest trip',
  ],
  'run.column.zone': ['{zone} %', '{zone} %'],
  'run.column.zone.hint': [
    '{zone}：能装它的车厢有多满（%），取最满的一趟',
    '{zone}: how full the compartments are that may hold it (%), on the fullest trip',
  ],
  'run.column.kilometers': ['里程 km', 'km'],
  'run.column.kilometers.hint': ['里程（公里）', 'Distance in kilometers'],
  'run.column.hours': ['用时 h', 'Hours'],
  'run.column.hours.hint': ['从装车到回仓（小时）', 'From loading to the return, in hours'],
  'run.column.cost': ['成本 ¥', 'Cost ¥'],
  'stop.column.no': ['序号', 'No.'],
  'stop.column.windows': ['收货时间', 'Windows'],
  'stop.column.late': ['迟到分钟', 'Minutes late'],
  'unassigned.column.kilograms': ['公斤', 'kg'],
  'unassigned.column.liters': ['升', 'Liters'],
} as const satisfies Catalogue;
