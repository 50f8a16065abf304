import type { Words } from './words.js';

/** What is wrong with a row as a whole, with what it refers to, and with an order. */
export const rowWords = {
  twice: {
    zh: '这个编号在文件里出现多次，以第一行为准。',
    en: 'This id stands in the file more than once; the first row holds.',
  },
  'twice/compartment': {
    zh: '这个车厢在文件里出现多次，以第一行为准。',
    en: 'This compartment stands in the file more than once; the first row holds.',
  },
  'twice/order': {
    zh: '这个订单号在文件里出现多次，以第一行为准。',
    en: 'This order id stands in the file more than once; the first row holds.',
  },
  'to-place': {
    zh: '自提点 {id} 有地址，没有坐标。请在导入页的“待定位”里定位，再导入。',
    en: 'Station {id} has an address and no coordinates. Place it in the step To place of the import on the page, or over /api/v1/import-drafts, and import it again.',
  },
  'remembered-place': {
    zh: '位置按记住的取：{by} 于 {date} 在地图上定位。',
    en: 'It lies where its address was placed before: by {by} on {date}, with a pin on the map.',
  },
  'remembered-place/geocoder': {
    zh: '位置按记住的取：{by} 于 {date} 确认了 {source} 的结果，可信度 {percent}%。',
    en: 'It lies where its address was placed before: by {by} on {date}, who confirmed what {source} had found, {percent} % sure.',
  },
  'address-changed': {
    zh: '地址与以前的“{before}”不同，位置没有改。如果搬了，请移动图钉。',
    en: 'The address was {before} before. The station stays where it is; move its pin if it has moved.',
  },
  'unknown-depot': {
    zh: '没有仓库 {id}。请添加，或改正编号。',
    en: 'There is no depot {id}. Add it, or correct the id.',
  },
  'which-depot': {
    zh: '有 {count} 个仓库，请在“{name}”里写明是哪个。',
    en: 'There are {count} depots: name one in {name}.',
  },
  'which-depot/none': {
    zh: '还没有仓库。请先添加仓库，或同时导入仓库表。',
    en: 'There is no depot yet. Add one, or import the file of depots with this one.',
  },
  'unknown-vehicle': { zh: '没有车辆 {id}。请加到车辆表。', en: 'There is no vehicle {id}. Add it to vehicles.csv.' },
  'unknown-vehicle/of-depot': {
    zh: '本仓库没有车辆 {id}。请加到车辆表，或改正编号。',
    en: 'There is no vehicle {id} of this depot. Add it to vehicles.csv or correct the id.',
  },
  'unknown-vehicle/at-its-depot': { zh: '自提点所属仓库没有车辆 {id}。', en: 'There is no vehicle {id} at its depot.' },
  'id-taken': { zh: '这个编号已被使用，请换一个。', en: 'This id is taken. Choose another one.' },
  'id-taken/by': {
    zh: '这个编号已被仓库 {depot} 使用，请换一个。',
    en: 'This id is taken by depot {depot}. Choose another one.',
  },
  'other-depot': { zh: '本账号只管仓库 {depot}。', en: 'This account is for depot {depot} only.' },
  'shared-by-depots': {
    zh: '商品为所有仓库共用，本账号只管仓库 {depot}，不能改。',
    en: 'Products are shared by all depots, and this account is for depot {depot} only.',
  },
  'missing/station': {
    zh: '没有写自提点；只有坐标认不出是哪个自提点。',
    en: 'No pickup station is named; coordinates alone do not name one.',
  },
  'missing/quantity': { zh: '没有写数量。', en: 'No quantity is given.' },
  'missing/product': { zh: '没有写商品。', en: 'No product is named.' },
  'unknown-station': {
    zh: '没有自提点 {id}。请加到自提点表，或改正编号。',
    en: 'There is no station {id}. Add it to stations.csv or correct the id.',
  },
  'suspended-station': {
    zh: '自提点 {id} 已暂停，不接单。',
    en: 'Station {id} is suspended and takes no orders.',
  },
  'closed-station': { zh: '自提点 {id} 已关闭，不接单。', en: 'Station {id} is closed and takes no orders.' },
  'closed-station/depot': {
    zh: '自提点 {id} 的仓库已关闭，不接单。',
    en: 'The depot of station {id} is closed and takes no orders.',
  },
  'unknown-sku': {
    zh: '没有商品 {id}。请加到商品表，或改正编号。',
    en: 'There is no product {id}. Add it to skus.csv or correct the id.',
  },
  'inactive-sku': { zh: '商品 {id} 已停售。', en: 'Product {id} is not on sale any more.' },
  'unknown-order': {
    zh: '订单表里没有订单 {id}，它的明细不能导入。',
    en: 'Order {id} does not stand in orders.csv, so its lines cannot be taken.',
  },
  'unknown-order/refused': {
    zh: '订单 {id} 被拒绝，它的明细不能导入。',
    en: 'Order {id} was refused, so its lines cannot be taken.',
  },
  'not-a-quantity': {
    zh: '数量应为 1 到 {most} 的整数。',
    en: 'The quantity must be a whole number from 1 to {most}.',
  },
  'not-a-moment': {
    zh: '“{name}”应为时间，例如 2024-06-13 20:01 或 2024-06-13T20:01:00+08:00。',
    en: '{name} must be a moment such as 2024-06-13T20:01:00+08:00.',
  },
  'not-a-date': {
    zh: '“{name}”应为日期，年在最前，例如 2024-06-14。',
    en: '{name} must be a day of the calendar with its year first, such as 2024-06-14.',
  },
  'delivery-before-placing': {
    zh: '配送日期早于下单那天。',
    en: 'The delivery date lies before the day of the order.',
  },
  'delivery-far': {
    zh: '配送日期比下单晚 {days} 天以上，请核对。',
    en: 'The delivery date is more than {days} days after the order. Check it.',
  },
  'after-cutoff': {
    zh: '在截单之后下单，归 {date} 的波次。',
    en: 'It was placed after the cutoff; it goes with the wave of {date}.',
  },
  'wave-closed': {
    zh: '波次已截单，归 {date} 的波次。',
    en: 'The wave was closed already; it goes with the wave of {date}.',
  },
  'cutoff-twice': {
    zh: '本仓库已有波次“{wave}”，请换一个名称或代码。',
    en: 'The depot has a wave {wave} already. Choose another name or code.',
  },
  'cutoff-twice/sequence': {
    zh: '这是波次“{wave}”的序号，请换一个。',
    en: 'It is the number of wave {wave}. Choose another one.',
  },
  'cutoff-twice/default': {
    zh: '默认波次已是“{wave}”，请先取消它。',
    en: 'Wave {wave} is the one by default. Take that away from it first.',
  },
  'number-collects': {
    zh: '{date} 的波次“{wave}”用着这个序号，还在收单。请换一个，或先给它截单。',
    en: 'Wave {wave} of {date} has this number and still collects. Choose another number, or close that wave first.',
  },
  'number-collects/own': {
    zh: '{date} 的波次“{wave}”还在收单，序号是 {number}。请等它截单后再换序号。',
    en: 'Wave {wave} of {date} still collects under number {number}. Close it before you change the number.',
  },
  'cutoff-after-delivery': {
    zh: '配送当天 {until} 仓库已关门，截单要在这之前，或提前一天。',
    en: 'The depot closes at {until} on the delivery date. The cutoff must come before, or on an earlier day.',
  },
  'cutoff-after-delivery/depot': {
    zh: '波次“{wave}”在配送当天 {cutoff} 截单，仓库不能在这之前关门。请先改截单时间。',
    en: 'Wave {wave} takes orders until {cutoff} on the delivery date; the depot cannot close before. Change that cutoff first.',
  },
  'rule-for-all': {
    zh: '请写明规则管哪些订单：温区、商品、自提点或片区。',
    en: 'Say which orders the rule is for: a temperature zone, product, station or area.',
  },
  'unknown-wave': {
    zh: '没有波次“{wave}”。可以写：{known}。',
    en: 'There is no wave {wave}. The waves are: {known}.',
  },
  'unknown-wave/passed-over': {
    zh: '仓库没有设波次，“{wave}”没有用上。',
    en: 'The depot has no named cutoffs, so {wave} is passed over.',
  },
  'unknown-wave/none': {
    zh: '仓库还没有设波次，请先添加。',
    en: 'The depot has no named cutoffs. Add one first.',
  },
  'unknown-station/of-depot': {
    zh: '本仓库没有自提点 {id}。',
    en: 'The depot has no station {id}.',
  },
  'after-cutoff/named': {
    zh: '在截单之后下单，归 {date} · {wave}。',
    en: 'It was placed after the cutoff; it goes with wave {wave} of {date}.',
  },
  'wave-closed/named': {
    zh: '波次已截单，归 {date} · {wave}。',
    en: 'The wave was closed already; it goes with wave {wave} of {date}.',
  },
  'no-wave': {
    zh: '那天没有这个波次，归 {date} 的波次。',
    en: 'The date has no such wave; it goes with the wave of {date}.',
  },
  'no-wave/named': {
    zh: '那天没有这个波次，归 {date} · {wave}。',
    en: 'The date has no such wave; it goes with wave {wave} of {date}.',
  },
  'unknown-tier': {
    zh: '没有客户等级 {tier}，按普通处理。',
    en: 'The tier {tier} is not known; taken as normal.',
  },
  'control-characters/removed': {
    zh: '备注里有不能打印的字符，已删去。',
    en: 'The note held characters that cannot be printed; they were removed.',
  },
  'odd-position': {
    zh: '坐标不在地球上，以自提点自己的位置为准。',
    en: "It is no position on the globe. The station's own position stays in force.",
  },
  'odd-position/swapped': {
    zh: '经度和纬度可能写反了，以自提点自己的位置为准。',
    en: "Longitude and latitude may be swapped. The station's own position stays in force.",
  },
  'position-differs': {
    zh: '坐标离自提点 {away}（可能是另一种坐标系），以自提点自己的位置为准。',
    en: "It lies {away} from the station (another map datum?). The station's own position stays in force.",
  },
  'order-id-taken': {
    zh: '订单 {id} 已有内容不同的一单，请换一个订单号。',
    en: 'Order {id} was taken before with other content. Send it under another id.',
  },
  'order-changed': {
    zh: '订单 {id} 收到以后被人改过；再次发来的原内容不改变它。',
    en: 'Order {id} was changed by hand since it was taken. What was sent first changes nothing of that.',
  },
  'order-cancelled': {
    zh: '订单 {id} 已取消，再次发来也不会恢复。要重新下单，请换一个订单号。',
    en: 'Order {id} is cancelled, and stays so. To order again, send it under another id.',
  },
  'order-cancelled/other': {
    zh: '订单 {id} 已取消。要重新下单，请换一个订单号。',
    en: 'Order {id} is cancelled. To order again, send it under another id.',
  },
  'order-id-taken/above': {
    zh: '订单 {id} 上面的行是另一位客户、自提点、时间或日期。',
    en: 'Order {id} stands above with another customer, station, moment or date.',
  },
  'line-twice': {
    zh: '订单 {id} 的第 {no} 行在文件里出现多次。',
    en: 'Line {no} of order {id} stands in the file more than once.',
  },
  'line-twice/row': {
    zh: '订单 {id} 的这一行上面已有，以第一行为准。',
    en: 'This row of order {id} stands above already; the first holds.',
  },
  'product-again': {
    zh: '订单 {id} 上面已有此商品，两行都算。请确认不是重复。',
    en: 'Order {id} has this product in a row above too; both count. Check that it is not there twice by mistake.',
  },
  'differs-above': {
    zh: '订单 {id} 上面的行是另一个等级、波次或备注，以第一行为准。',
    en: "Order {id} stands above with another tier, wave or note; the first row's hold.",
  },
  'no-lines': {
    zh: '订单 {id} 没有明细。请把订单和订单明细一起导入。',
    en: 'Order {id} has no lines. Import orders.csv together with order_lines.csv.',
  },
  'no-lines/none-taken': {
    zh: '订单 {id} 的明细没有一行能导入。',
    en: 'No line of order {id} could be taken.',
  },
  'order-incomplete': {
    zh: '第 {line} 行（商品 {sku}）没有导入，所以订单 {id} 整单没有导入。请改正那一行，或选择照常导入这类订单的其余商品。',
    en: 'Row {line} (product {sku}) was refused, so nothing of order {id} is taken. Mend that row, or choose to take the rest of such orders.',
  },
  'order-incomplete/sent': {
    zh: '商品 {sku} 没有收下，所以订单 {id} 整单没有收下。请改正后重发，或用 incompleteOrders=take 照常收下其余商品。',
    en: 'The line of product {sku} was refused, so nothing of order {id} is taken. Mend it and send the order again, or take the rest with incompleteOrders=take.',
  },
  'order-too-large': {
    zh: '订单 {id} 太大：最多 1,000,000 公斤和 1,000,000 升。',
    en: 'Order {id} is larger than an order may be: 1,000,000 kg and 1,000,000 l at most.',
  },
  'order-too-large/line': {
    zh: '这一行太大：一单最多 1,000,000 公斤和 1,000,000 升。',
    en: 'The line is larger than an order may be: 1,000,000 kg and 1,000,000 l at most.',
  },
  'heavier-than-any-vehicle': {
    zh: '这一行比任何车辆的载重都大，请核对数量。',
    en: 'The line is heavier than any vehicle may carry. Check the quantity.',
  },
  'larger-than-any-compartment': {
    zh: '这一行比任何能装 {zone} 的车厢都大。',
    en: 'The line is larger than any compartment for {zone} goods.',
  },
  'sum-differs': { zh: '明细合计是 {computed}，以明细为准。', en: 'The lines give {computed}; they hold.' },
} as const satisfies Words;
