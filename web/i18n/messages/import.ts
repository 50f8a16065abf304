import type { Catalogue } from './catalogue.js';

/** Bringing in files, and what may be wrong with a row. */
export const importMessages = {
  'import.title': ['导入一天的文件', "Import a day's files"],
  'import.drop': ['把 CSV 或 XLSX 文件拖到这里', 'Drop CSV or XLSX files here'],
  'import.choose': ['选择文件', 'Choose files'],
  'import.hint': [
    'orders、order_lines、stations、vehicles、skus … 一次放入全部或单个文件；重复导入不会重复计数。',
    'orders, order_lines, stations, vehicles, skus … all at once or one by one; importing the same file twice changes nothing.',
  ],
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

  'finding.missing': ['这一格是空的，请补上。', 'This cell is empty. Fill it in.'],
  'finding.twice': ['“{value}”在文件里出现了两次，请只留一个。', '"{value}" stands twice in the file. Keep one.'],
  'finding.product-again': [
    '该订单上面已有此商品，两行都算。请确认不是重复。',
    'The order has this product in a row above too; both count. Check that it is not there twice by mistake.',
  ],
  'finding.spreadsheet-error': [
    '单元格是表格的错误值“{value}”。请改正公式，或直接填值。',
    'The cell holds {value}, an error of the spreadsheet. Correct its formula, or type the value.',
  ],
  'finding.formula-without-value': [
    '单元格是没有计算过的公式。请用表格软件打开并重新保存，或直接填值。',
    'The cell holds a formula that was not computed. Open the file in a spreadsheet program and save it again, or type the value.',
  ],
  'finding.rounded-number': [
    '数字超过 15 位，表格软件已把末几位改成 0（{value}）。请把这一列设为文本，再重新填入。',
    'A number of more than 15 digits, of which the spreadsheet has rounded the last ones away ({value}). Make the column one of text, and put the ids in again.',
  ],
  'finding.line-twice': [
    '同一订单里“{value}”出现了两次，请合并。',
    '"{value}" stands twice in the same order. Merge the two.',
  ],
  'finding.unknown-station': [
    '没有自提点“{value}”。请加到 stations.csv，或改正编号。',
    'There is no station "{value}". Add it to stations.csv, or correct the id.',
  ],
  'finding.suspended-station': [
    '自提点“{value}”已暂停，不接单。',
    'Station "{value}" is suspended and takes no orders.',
  ],
  'finding.unknown-sku': [
    '没有商品“{value}”。请加到 skus.csv，或改正编号。',
    'There is no product "{value}". Add it to skus.csv, or correct the id.',
  ],
  'finding.inactive-sku': ['商品“{value}”已停售。', 'Product "{value}" is no longer sold.'],
  'finding.unknown-order': ['没有订单“{value}”。', 'There is no order "{value}".'],
  'finding.unknown-depot': ['没有仓库“{value}”。', 'There is no depot "{value}".'],
  'finding.which-depot': ['有多个仓库，请写明 depot_id。', 'There are several depots: say which by depot_id.'],
  'finding.unknown-vehicle': ['没有车辆“{value}”。', 'There is no vehicle "{value}".'],
  'finding.unknown-zone': ['没有温区“{value}”。', 'There is no temperature zone "{value}".'],
  'finding.unknown-word': ['不认识“{value}”。', '"{value}" is not one of the words that can stand here.'],
  'finding.not-a-quantity': [
    '数量“{value}”不对，应为 1 到 1,000,000 的整数。',
    'The quantity "{value}" must be a whole number from 1 to 1,000,000.',
  ],
  'finding.not-a-count': ['“{value}”不是整数。', '"{value}" is no whole number.'],
  'finding.not-a-date': ['“{value}”不是日期，应写成 2026-01-31。', '"{value}" is no date. Write it like 2026-01-31.'],
  'finding.not-a-moment': [
    '“{value}”不是时间，应写成 2026-01-31 20:15。',
    '"{value}" is no time. Write it like 2026-01-31 20:15.',
  ],
  'finding.not-a-time': ['“{value}”不是钟点，应写成 08:30。', '"{value}" is no time of day. Write it like 08:30.'],
  'finding.not-degrees': ['“{value}”不是经纬度。', '"{value}" is no longitude or latitude.'],
  'finding.not-money': ['“{value}”不是金额。', '"{value}" is no amount of money.'],
  'finding.no-position': ['没有经纬度，或位置为 0, 0。', 'There is no position, or it is 0, 0.'],
  'finding.zero-speed': ['速度系数不能为 0。', 'A speed factor cannot be 0.'],
  'finding.incomplete-rule': [
    '一起的两格要么都填，要么都不填：时间和价格，或货箱和每档。',
    'Two cells belong together, a time and its price or a body and its step: fill in both, or neither.',
  ],
  'finding.outside-windows': ['“{value}”不在收货时间内。', '"{value}" lies outside of the receiving windows.'],
  'finding.outside-shift': [
    '班次内排不下这段休息，请改休息时间或班次。',
    'The break cannot be taken within the shift. Change one of them.',
  ],
  'finding.not-by-zone': [
    '“{value}”不对，应写成“温区:数值”，多个用 | 隔开，每个温区一次。',
    '"{value}" must be "zone:value", with | between, once a zone.',
  ],
  'finding.not-by-tier': [
    '“{value}”不对，应写成“等级:数值”，多个用 | 隔开，每个等级一次。',
    '"{value}" must be "tier:value", with | between, once a tier.',
  ],
  'finding.not-a-pair': [
    '“{value}”不对，应写成“温区+温区”，两个不同的温区，多组用 | 隔开。',
    '"{value}" must be "zone+zone", two different zones, with | between.',
  ],
  'finding.not-ordered': ['结束不能早于开始。', 'The end must not lie before the beginning.'],
  'finding.not-a-decimal': ['“{value}”不是可用的数。', '"{value}" is not a number that can stand here.'],
  'finding.too-long': ['内容太长。', 'This is too long.'],
  'finding.delivery-before-placing': [
    '配送日期“{value}”早于下单时间。',
    'The delivery date "{value}" is before the order was placed.',
  ],
  'finding.id-taken': ['编号“{value}”已被另一个仓库使用。', 'Another depot has the id "{value}".'],
  'finding.other-depot': [
    '这一行是另一个仓库的，本账号不能改。',
    'This row is of another depot, which this account may not change.',
  ],
  'finding.shared-by-depots': [
    '商品为所有仓库共用，本账号不能改。',
    'Products are shared by all depots, and this account is for one only.',
  ],
  'finding.not-a-zone-id': [
    '“{value}”不能作温区编号：不能含空格、冒号、竖线或加号。',
    '"{value}" cannot be the id of a zone: no blanks, colons, bars or plus signs.',
  ],
  'finding.too-large': ['“{value}”太大。', '"{value}" is too large.'],
  'finding.order-id-taken': [
    '订单号“{value}”已有内容不同的订单，请换一个订单号。',
    'Order "{value}" was taken with other content. Send it under another id.',
  ],
  'finding.order-too-large': [
    '一行或一单超过 1,000,000 公斤或升。',
    'A line, or an order, is over 1,000,000 kg or liters.',
  ],
  'finding.heavier-than-any-vehicle': [
    '这一行比本仓库任何车辆的载重都大。',
    'No vehicle of the depot can carry this line: it is too heavy.',
  ],
  'finding.larger-than-any-compartment': [
    '这一行比本仓库任何车厢都大。',
    'No compartment of the depot can hold this line: it is too large.',
  ],
  'finding.no-lines': ['订单没有明细行。', 'The order has no lines.'],
  'finding.half-a-character': [
    '“{value}”里有被截断的半个字符。',
    '"{value}" holds half of a character that was cut in two.',
  ],
  'finding.control-characters': ['含有不能打印的字符。', 'It holds characters that cannot be printed.'],
  'finding.wrong-column-count': ['这一行的列数与表头不同。', 'The row has another number of cells than the header.'],
  'finding.wrong-encoding': ['这一行的编码与文件不同。', 'The row is in another encoding than the file.'],
  'finding.after-cutoff': ['在截单之后下单，进入下一波次。', 'It was placed after the cutoff and joins the next wave.'],
  'finding.wave-closed': ['波次已截单，进入下一波次。', 'The wave was closed already; it joins the next one.'],
  'finding.delivery-far': [
    '配送日期比下单晚 60 天以上，请核对。',
    'Delivery is more than 60 days after the order. Check the date.',
  ],
  'finding.odd-position': [
    '坐标不在常见位置，请核对。已按自提点的坐标。',
    'The coordinates are odd. Check them; those of the station hold.',
  ],
  'finding.position-differs': [
    '坐标与自提点相差 200 米以上，以自提点的为准。',
    'The coordinates are over 200 m from the station; those of the station hold.',
  ],
  'finding.unknown-tier': [
    '没有客户等级“{value}”，按普通处理。',
    'There is no customer tier "{value}"; it is taken as normal.',
  ],
  'finding.cut': ['备注超过 500 字，已截短。', 'The note was longer than 500 characters and was cut.'],
  'finding.differs-above': [
    '与同一订单上面的行不同，以第一行为准。',
    "It differs from the order's first row, which holds.",
  ],
  'finding.sum-differs': ['与明细合计不同，以明细为准。', 'It differs from the sum of the lines; the lines hold.'],
  'finding.column-missing': ['表头缺少必需的列：{value}。', 'A column that is needed is missing: {value}.'],
  'finding.unknown-header': [
    '看不出这是哪种文件，请核对表头。',
    'The header is of no kind of file that is known. Check it.',
  ],
  'finding.empty-file': ['文件是空的。', 'The file is empty.'],
  'finding.broken-header': ['表头读不出来。', 'The header cannot be read.'],
  'finding.column-twice': ['表头里“{value}”出现了两次。', 'The header has "{value}" twice.'],
  'finding.no-spreadsheet': [
    '这不是可用的 Excel 文件，请另存为 XLSX 或 CSV。',
    'This is no Excel file that can be read. Save it as XLSX or CSV.',
  ],
  'finding.line-too-long': [
    '有一行过长，可能缺少引号或换行。',
    'A line is too long; perhaps a quote or a line end is missing.',
  ],
} as const satisfies Catalogue;
