import type { Words } from './words.js';

/** What is wrong with a file, its header, or how a row is written in it. */
export const fileWords = {
  'unknown-header': {
    zh: '看不出这是哪种文件。请核对表头，或在导入页上指明各列。',
    en: 'The header is not that of any file that is known here. See docs/import-format.md for the columns.',
  },
  'column-missing': {
    zh: '表头缺少必需的列：{columns}。整个文件没有导入。',
    en: 'The column {columns} is missing from the header; nothing of this file was taken.',
  },
  'column-twice': {
    zh: '表头里“{header}”出现了两次。',
    en: 'The column {header} stands twice in the header.',
  },
  'column-unsure': {
    zh: '“{header}”可能是：{columns}。没有读它；请在导入页上指明。',
    en: '{header} may be any of {columns}. It was not read; say which it is on the import page.',
  },
  'column-unsure/needed': {
    zh: '“{header}”可能是：{columns}，而这里需要其中之一。整个文件没有导入；请在导入页上指明。',
    en: '{header} may be any of {columns}, and one of them is needed; nothing of this file was taken. Say which it is on the import page.',
  },
  'column-rivals': {
    zh: '{headers} 都可能是“{name}”。都没有读；请在导入页上指明。',
    en: 'Each of {headers} may be {name}. None was read; say which it is on the import page.',
  },
  'empty-file': {
    zh: '文件是空的。请重新导出，带上表头。',
    en: 'The file is empty. Export it again, with its header line.',
  },
  'empty-file/no-header': { zh: '文件里没有表头。', en: 'The file holds no header line.' },
  'empty-file/workbook': { zh: '工作簿是空的。', en: 'The workbook is empty.' },
  'broken-header': {
    zh: '表头没有结束。请找其中只有一半的引号。',
    en: 'The header line does not end. Look for a quote in it that is opened and not closed.',
  },
  'broken-header/long': {
    zh: '第 {line} 行超过 {most} 字节还没有结束。请重新导出为 CSV，每行一条。',
    en: 'Line {line} has more than {most} bytes without an end. Export the file again as CSV, a line a row.',
  },
  'line-too-long': {
    zh: '第 {line} 行超过 {most} 字节还没有结束。请重新导出为 CSV，每行一条。',
    en: 'Line {line} has more than {most} bytes without an end. Export the file again as CSV, a line a row.',
  },
  'wrong-encoding': {
    zh: '这一行的编码与文件其余部分不同。请把文件存为 UTF-8。',
    en: 'The row is not written in the encoding of the rest of the file. Save the file as UTF-8.',
  },
  'wrong-column-count/comma': {
    zh: '这一行有 {found} 列，应有 {expected} 列。可能少了逗号或引号。',
    en: 'The row has {found} columns instead of {expected}. Look for a missing comma or quote.',
  },
  'wrong-column-count/semicolon': {
    zh: '这一行有 {found} 列，应有 {expected} 列。可能少了分号或引号。',
    en: 'The row has {found} columns instead of {expected}. Look for a missing semicolon or quote.',
  },
  'wrong-column-count/tab': {
    zh: '这一行有 {found} 列，应有 {expected} 列。可能少了制表符或引号。',
    en: 'The row has {found} columns instead of {expected}. Look for a missing tab or quote.',
  },
  'wrong-column-count/bar': {
    zh: '这一行有 {found} 列，应有 {expected} 列。可能少了竖线或引号。',
    en: 'The row has {found} columns instead of {expected}. Look for a missing bar or quote.',
  },
  'wrong-column-count/quote': {
    zh: '有一个引号没有结束，这一行凑不齐 {expected} 列。',
    en: 'A quote is opened and not closed, so that the row does not have its {expected} columns.',
  },
  'spreadsheet-error': {
    zh: '单元格 {address} 是表格的错误值 {text}。请改正公式，或直接填值。',
    en: 'Cell {address} holds {text}, an error of the spreadsheet. Correct its formula, or type the value.',
  },
  'formula-without-value': {
    zh: '单元格 {address} 是没有计算过的公式。请用表格软件打开并重新保存，或直接填值。',
    en: 'Cell {address} holds a formula that was not computed. Open the file in a spreadsheet program and save it again, or type the value.',
  },
  'rounded-number': {
    zh: '单元格 {address} 的数超过 15 位，表格软件已把末几位舍去：{text}。请把这一列设为文本，再重新填入编号。',
    en: 'Cell {address} is a number of more than 15 digits, of which the spreadsheet has rounded the last ones away: {text}. Make the column one of text, and put the ids in again.',
  },
  'rounded-number/exponent': {
    zh: '“{name}”是表格软件改写过的数，末几位已经没有了：{text}。请把这一列设为文本，再重新填入。',
    en: '{name} was rewritten by a spreadsheet, and its last digits are gone: {text}. Make the column one of text, and put the values in again.',
  },
  'totals-row': {
    zh: '这一行是合计，没有当作数据。',
    en: 'This row sums up those above. It was passed over.',
  },
  'hidden-cells': {
    zh: '有隐藏的内容：{rows} 行、{columns} 列。它们和其他行列一样读了；如果不要，请在表格里删去。',
    en: 'Some of it is hidden: rows {rows}, columns {columns}. They were read like the others; delete them in the workbook where they are not meant.',
  },
  'hidden-sheets': {
    zh: '有 {count} 张隐藏的工作表没有读：{names}。如果要导入，请取消隐藏再发。',
    en: 'Hidden sheets were not read: {count} ({names}). Show them in the workbook and send it again where they are meant.',
  },
  'swapped-positions': {
    zh: '有 {count} 行的经度和纬度可能写反了：{ids}。请核对这两列，或在导入页上对调。',
    en: 'Rows whose longitude and latitude look swapped: {count} ({ids}). Check the two columns, or exchange them on the import page.',
  },
  'far-from-depot': {
    zh: '有 {count} 个自提点离所属仓库超过 {kilometers} 公里：{ids}。请核对坐标和仓库。',
    en: 'Stations more than {kilometers} km from their depot: {count} ({ids}). Check their coordinates and their depot.',
  },
  'outside-map': {
    zh: '有 {count} 个地点在所用地图之外：{ids}。请核对坐标，或换一张包含它们的地图。',
    en: 'Places outside of the map in use: {count} ({ids}). Check their coordinates, or build a map that holds them.',
  },
  'other-datum': {
    zh: '坐标像是 {datum}，却按 {read} 读了：按 {datum}，{compared} 个已知地点中有 {count} 个与原来的位置相同。请在导入页上选 {datum} 再读。',
    en: 'The coordinates look like {datum} and were read as {read}: taken as {datum}, {count} of {compared} known places lie where they lay before. Choose {datum} on the import page and read the file again.',
  },
  'other-datum/roads': {
    zh: '坐标可能是 {datum}，却按 {read} 读了：按 {datum}，{compared} 个新站点离路的中位数是 {there} 米（现在 {here} 米），其中 {count} 个更近。这是推测，请核对；如果是，请在导入页上选 {datum} 再读。',
    en: 'The coordinates may be {datum} and were read as {read}: taken as {datum}, the {compared} new stations lie {there} m from a road in the median ({here} m now), {count} of them nearer. This is a guess: check it, and if so choose {datum} on the import page and read the file again.',
  },
  'too-large/workbook': {
    zh: 'Excel 文件最多 {megabytes} MB。请另存为 CSV。',
    en: 'Spreadsheets may have {megabytes} MB at most. Save it as CSV instead.',
  },
  'too-large/file': {
    zh: '内容太多，读不完。请另存为 CSV。',
    en: 'It holds more than can be read. Save it as CSV instead.',
  },
  'too-large/entries': {
    zh: '工作簿里的文件超过 {most} 个。请删去不需要的，或另存为 CSV。',
    en: 'The workbook holds more than {most} files. Delete what is not needed, or save it as CSV.',
  },
  'too-large/unpacked': {
    zh: '工作簿解压后超过 {most} MB。请删去不需要的，或另存为 CSV。',
    en: 'The workbook holds more than {most} MB once unpacked. Delete what is not needed, or save it as CSV.',
  },
  'too-large/cells': {
    zh: '有一张表超过 {most} 个单元格。请删去不需要的，或另存为 CSV。',
    en: 'The workbook holds a sheet that reaches over more than {most} cells. Delete what is not needed, or save it as CSV.',
  },
  'no-spreadsheet': {
    zh: '这不是可用的 Excel 文件。请另存为 .xlsx 或 CSV。',
    en: 'It cannot be read as an Excel workbook. Save it again as .xlsx or CSV.',
  },
  unreadable: { zh: '文件读不出来：{message}', en: 'The file cannot be read: {message}' },
} as const satisfies Words;
