import type { Catalogue } from './catalogue.js';

/** Bringing in files. What is wrong with a row the server says, in the language of the page. */
export const importMessages = {
  'import.title': ['导入一天的文件', "Import a day's files"],
  'import.drop': ['把 CSV 或 XLSX 文件拖到这里', 'Drop CSV or XLSX files here'],
  'import.choose': ['选择文件', 'Choose files'],
  'import.hint': [
    'orders、order_lines、stations、vehicles、skus … 一次放入全部或单个文件；重复导入不会重复计数。',
    'orders, order_lines, stations, vehicles, skus … all at once or one by one; importing the same file twice changes nothing.',
  ],
  'import.wizard': ['先核对再导入：指明列、改单元格', 'Check before taking: name columns, correct cells'],
  'import.running': ['正在导入 {files} 个文件…', 'Importing {files} files…'],
  'import.sending': ['上传中 {percent}%', 'Sending {percent}%'],
  'import.file': ['文件', 'File'],
  'import.rows': ['行数', 'Rows'],
  'import.taken': ['导入', 'Taken'],
  'import.unchanged': ['未变', 'Unchanged'],
  'import.warned': ['提醒', 'Warned'],
  'import.refused': ['拒绝', 'Refused'],
  'import.line': ['行', 'Line'],
  'import.column': ['列', 'Column'],
  'import.value': ['值', 'Value'],
  'import.reason': ['原因', 'Reason'],
  'import.allTaken': ['所有行都已导入。', 'Every row was taken.'],
  'import.someRefused': [
    '{n} 行没有导入，改好后再导入即可。',
    '{n} rows were not taken. Correct them and import again.',
  ],
  'import.more': ['只显示前 {shown} 条，共 {all} 条。', 'The first {shown} of {all} are shown.'],
} as const satisfies Catalogue;
