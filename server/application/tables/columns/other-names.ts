import type { TableKind } from '../table-kinds.js';

/** What partners call a column beside our own name and label. The first of each language is a label where none is. */
export interface OtherNames {
  readonly zh: readonly string[];
  readonly en: readonly string[];
  /** Taken only where no other header of the file is the column by a better name. */
  readonly weak?: readonly string[];
}

type NamesByColumn = Readonly<Record<string, OtherNames>>;

/** Of columns that mean the same in every file. */
const shared: NamesByColumn = {
  depot_id: {
    zh: ['仓库编号', '仓库', '仓库编码', '仓库代码', '仓库id', '所属仓库', '大仓编号', '大仓', '发货仓'],
    en: ['Depot', 'Depot ID', 'Warehouse', 'Warehouse ID'],
  },
  station_id: {
    zh: [
      '自提点编号',
      '自提点',
      '自提点编码',
      '自提点id',
      '站点编号',
      '站点',
      '站点编码',
      '站点id',
      '提货点编号',
      '提货点',
      '门店编号',
      '门店编码',
      '团长编号',
    ],
    en: ['Station', 'Station ID', 'Pickup station', 'Pickup point', 'Pickup point ID', 'Store ID'],
  },
  sku_id: {
    zh: [
      '商品编号',
      '商品编码',
      '商品',
      '商品id',
      '商品代码',
      '货号',
      'sku编码',
      'sku编号',
      '产品编码',
      '产品编号',
      '物料编码',
    ],
    en: ['Product', 'SKU', 'SKU ID', 'SKU code', 'Product ID', 'Product code', 'Item ID', 'Item code'],
  },
  vehicle_id: {
    zh: ['车辆编号', '车辆', '车牌号', '车牌', '车牌号码', '车号', '车辆id'],
    en: ['Vehicle', 'Vehicle ID', 'Plate', 'License plate', 'Licence plate', 'Plate number'],
  },
  lon: { zh: ['经度'], en: ['Longitude', 'Lng', 'Long'] },
  lat: { zh: ['纬度'], en: ['Latitude'] },
};

const order: NamesByColumn = {
  order_id: {
    zh: ['订单号', '订单编号', '订单id', '订单编码', '订单', '单号'],
    en: ['Order', 'Order ID', 'Order no', 'Order number'],
  },
  customer_id: {
    zh: ['客户编号', '客户id', '客户', '用户id', '用户编号', '会员编号', '会员id', '会员号', '买家id', '顾客编号'],
    en: ['Customer', 'Customer ID', 'Customer no', 'Buyer ID', 'Member ID'],
    weak: ['收货人', '客户姓名', '客户名称', '买家', '顾客', 'customer name'],
  },
  customer_tier: { zh: ['客户等级', '会员等级', '用户等级'], en: ['Customer tier', 'Customer level'], weak: ['等级'] },
  placed_at: {
    zh: ['下单时间', '订单时间', '下单日期', '订购时间'],
    en: ['Placed at', 'Order time', 'Ordered at', 'Order date'],
    weak: ['创建时间', '付款时间', '支付时间', '日期', '时间', 'created at', 'date'],
  },
  delivery_date: {
    zh: ['配送日期', '送货日期', '到货日期', '送达日期', '提货日期', '配送时间', '预计送达'],
    en: ['Delivery date', 'Deliver on', 'Delivery day'],
    weak: ['日期', 'date'],
  },
  wave: {
    zh: ['波次', '班次', '配送波次', '配送班次', '波次名称', '班次名称'],
    en: ['Wave', 'Delivery wave', 'Shift', 'Delivery shift'],
  },
  note: { zh: ['备注', '留言', '买家留言', '订单备注', '客户备注'], en: ['Note', 'Remark', 'Remarks', 'Comment'] },
};

/** Of the temperature zone of a product, and of those that a compartment may carry. */
const zoneNames = {
  zh: [
    '温区',
    '温层',
    '温度带',
    '温控',
    '温控要求',
    '温度要求',
    '存储温区',
    '储存温区',
    '存储温层',
    '存储条件',
    '储存条件',
    '储存方式',
    '存储方式',
  ],
  en: ['Zone', 'Temperature zone', 'Temperature', 'Storage'],
};

const goods: NamesByColumn = {
  qty: {
    zh: ['数量', '件数', '份数', '商品数量', '购买数量', '订购数量', '订货数量', '下单数量'],
    en: ['Quantity', 'Qty', 'Units', 'Pieces'],
  },
};

/** Of columns that mean something of their own in a file. */
const own: Readonly<Record<TableKind, NamesByColumn>> = {
  orders: {
    ...order,
    line_count: { zh: ['行数', '明细行数'], en: ['Lines'] },
    weight_kg: { zh: ['重量', '总重量'], en: ['Weight'] },
    volume_l: { zh: ['体积', '总体积'], en: ['Volume'] },
    temp_zones: { zh: zoneNames.zh, en: ['Zones', ...zoneNames.en] },
  },
  order_lines: {
    order_id: order.order_id,
    line_no: { zh: ['行号', '明细行号', '明细号'], en: ['Line', 'Line no', 'Line number'], weak: ['序号'] },
    ...goods,
  },
  flat_orders: {
    ...order,
    ...goods,
    station_lon: { zh: ['站点经度', '自提点经度', '经度'], en: ['Station longitude', 'Longitude'] },
    station_lat: { zh: ['站点纬度', '自提点纬度', '纬度'], en: ['Station latitude', 'Latitude'] },
  },
  stations: {
    station_id: { ...shared.station_id, weak: ['编号', '编码', 'id', 'code'] },
    name: {
      zh: [
        '名称',
        '站点名称',
        '自提点名称',
        '自提点名',
        '自提点',
        '站点',
        '提货点名称',
        '提货点',
        '门店名称',
        '点位名称',
      ],
      en: ['Name', 'Station name', 'Pickup point name', 'Station', 'Pickup point', 'Store name'],
    },
    kind: { zh: ['类型', '站点类型', '自提点类型'], en: ['Kind', 'Type', 'Station type'] },
    street: { zh: ['街道', '地址', '详细地址', '站点地址', '自提点地址'], en: ['Street', 'Address'] },
    area: { zh: ['片区', '区域', '所属片区', '商圈'], en: ['Area', 'District'], weak: ['行政区', '区县', '区'] },
    tier: { zh: ['等级', '站点等级', '自提点等级', '级别'], en: ['Tier', 'Level', 'Grade'] },
    receive_from: {
      zh: [
        '收货开始',
        '收货开始时间',
        '开始收货',
        '最早收货',
        '最早收货时间',
        '收货时间起',
        '收货起',
        '营业开始',
        '营业开始时间',
      ],
      en: ['Receives from', 'Receive from', 'Opens', 'Open from', 'Earliest'],
    },
    receive_to: {
      zh: [
        '收货结束',
        '收货结束时间',
        '结束收货',
        '最晚收货',
        '最晚收货时间',
        '收货时间止',
        '收货止',
        '营业结束',
        '营业结束时间',
      ],
      en: ['Receives until', 'Receive to', 'Receive until', 'Closes', 'Open until', 'Latest'],
    },
    receive2_from: {
      zh: ['第二段收货开始', '收货开始2', '第二次收货开始', '下午收货开始'],
      en: ['Second window from', 'Receive from 2'],
    },
    receive2_to: {
      zh: ['第二段收货结束', '收货结束2', '第二次收货结束', '下午收货结束'],
      en: ['Second window until', 'Receive to 2'],
    },
    fixed_service_min: {
      zh: ['交货固定分钟', '固定交货时间', '固定服务时间', '每站固定时间', '卸货固定时间', '停留时间', '服务时间'],
      en: ['Fixed service', 'Service time', 'Fixed service minutes', 'Stop time'],
    },
    min_per_100kg: {
      zh: [
        '每100公斤分钟',
        '每100kg分钟',
        '每百公斤分钟',
        '每百公斤交货时间',
        '每100公斤服务时间',
        '每100公斤卸货时间',
      ],
      en: ['Minutes per 100 kg', 'Service per 100 kg'],
    },
    has_freezer: { zh: ['有冷柜', '冷柜', '是否有冷柜', '有无冷柜', '冰柜'], en: ['Has a freezer', 'Freezer'] },
    max_vehicle_height_m: { zh: ['限高', '车辆限高', '最大车高'], en: ['Height limit', 'Max height'] },
    status: { zh: ['状态', '站点状态', '营业状态'], en: ['Status', 'State'] },
    skills: { zh: ['车辆要求', '要求'], en: ['Requirements'] },
    allowed_vehicles: { zh: ['指定车辆', '允许车辆'], en: ['Allowed vehicles'] },
    min_per_tote: { zh: ['每箱分钟'], en: ['Minutes per tote'] },
    min_per_zone: { zh: ['每温区分钟'], en: ['Minutes per zone'] },
  },
  skus: {
    sku_id: { ...shared.sku_id, weak: ['编号', '编码', 'id', 'code'] },
    name: {
      zh: ['名称', '商品名称', '商品名', '商品', '品名', '产品名称'],
      en: ['Name', 'Product name', 'Product', 'Item', 'Item name', 'Description'],
    },
    category: { zh: ['品类', '类目', '分类', '商品分类', '商品类目'], en: ['Category', 'Group'] },
    temp_zone: zoneNames,
    unit_weight_kg: {
      zh: ['单件重量', '重量', '单重', '件重', '单位重量', '单品重量', '每件重量', '商品重量', '毛重'],
      en: ['Unit weight', 'Weight', 'Gross weight'],
      weak: ['净重', 'net weight'],
    },
    unit_volume_l: {
      zh: ['单件体积', '体积', '单位体积', '单品体积', '每件体积', '商品体积'],
      en: ['Unit volume', 'Volume'],
    },
    fragile: { zh: ['易碎', '是否易碎', '易碎品'], en: ['Fragile'] },
    active: { zh: ['在售', '是否在售', '上架', '是否上架'], en: ['On sale', 'Active'] },
    location: { zh: ['货位', '库位', '货位号', '库位号', '储位'], en: ['Location', 'Bin', 'Shelf'] },
  },
  vehicles: {
    vehicle_id: { ...shared.vehicle_id, weak: ['编号', '编码', 'id', 'code'] },
    type: { zh: ['车型', '车辆类型', '车辆型号'], en: ['Type', 'Vehicle type', 'Model'] },
    payload_kg: { zh: ['载重', '额定载重', '核定载重', '载质量', '最大载重'], en: ['Payload', 'Capacity', 'Max load'] },
    max_stops: { zh: ['最多停靠', '最大停靠数', '最多站点数'], en: ['Max stops'] },
    shift_from: {
      zh: ['班次开始', '上班时间', '出车时间', '最早出车', '最早出车时间'],
      en: ['Shift from', 'Shift begins', 'Starts'],
      weak: ['发车时间', '开始时间'],
    },
    shift_to: {
      zh: ['班次结束', '下班时间', '收车时间', '最晚收车', '最晚收车时间'],
      en: ['Shift until', 'Shift to', 'Shift ends', 'Ends'],
      weak: ['结束时间'],
    },
    max_trips: { zh: ['最多趟数', '趟数', '每天趟数'], en: ['Max trips', 'Trips'] },
    range_km: { zh: ['里程上限', '续航', '续航里程', '最大里程'], en: ['Range', 'Max distance'] },
    height_m: { zh: ['车高', '高度', '车辆高度'], en: ['Height'] },
    width_m: { zh: ['车宽', '宽度'], en: ['Width'] },
    length_m: { zh: ['车长', '长度'], en: ['Length'] },
    total_weight_kg: { zh: ['总质量', '总重', '满载总重'], en: ['Total weight', 'Gross vehicle weight'] },
    axle_load_kg: { zh: ['轴重', '轴荷'], en: ['Axle load'] },
    routing_profile: { zh: ['道路规则', '车种'], en: ['Profile', 'Roads for'] },
    fixed_cost: {
      zh: ['固定费用', '固定成本', '日租金', '每天费用', '每日固定费用'],
      en: ['Fixed cost', 'Cost per day'],
    },
    cost_per_km: { zh: ['公里费用', '每公里成本', '公里成本', '每公里价格'], en: ['Cost per km'] },
    cost_per_hour: { zh: ['小时费用', '每小时成本', '小时成本', '每小时价格'], en: ['Cost per hour'] },
    status: { zh: ['状态', '车辆状态'], en: ['Status', 'State'] },
    skills: { zh: ['技能', '车辆条件'], en: ['Skills'] },
    max_driving_min: { zh: ['最长驾驶时间', '最多驾驶'], en: ['Max driving'] },
    break_min: { zh: ['休息', '休息时长', '休息时间'], en: ['Break', 'Break minutes'] },
    break_from: { zh: ['休息最早开始', '休息开始'], en: ['Break from'] },
    break_to: { zh: ['休息最晚开始', '休息结束'], en: ['Break to'] },
    break2_min: { zh: ['第二次休息', '第二次休息时长'], en: ['Second break'] },
    break2_from: { zh: ['第二次休息最早开始'], en: ['Second break from'] },
    break2_to: { zh: ['第二次休息最晚开始'], en: ['Second break to'] },
    body_l: { zh: ['货箱', '货箱容积'], en: ['Body volume'] },
    partition_step_l: { zh: ['隔板每档', '每档'], en: ['Partition step'] },
  },
  vehicle_compartments: {
    compartment_no: {
      zh: ['车厢号', '车厢', '厢号', '车厢编号'],
      en: ['Compartment', 'Compartment no'],
      weak: ['序号'],
    },
    temp_zones: {
      zh: [...zoneNames.zh, '可装温区', '车厢温区', '可装温层', '车厢温层'],
      en: ['Zones', 'Temperature zones', ...zoneNames.en],
    },
    volume_l: { zh: ['容积', '体积', '车厢容积', '车厢体积'], en: ['Volume', 'Capacity'] },
  },
  depots: {
    depot_id: { ...shared.depot_id, weak: ['编号', '编码', 'id', 'code'] },
    name: { zh: ['名称', '仓库名称', '仓库名', '仓库'], en: ['Name', 'Depot name', 'Warehouse name'] },
    open_from: {
      zh: ['开门', '开门时间', '开仓时间', '营业开始', '开放开始', '最早装车'],
      en: ['Open from', 'Opens', 'Opening time'],
    },
    open_to: {
      zh: ['关门', '关门时间', '关仓时间', '营业结束', '开放结束'],
      en: ['Open until', 'Open to', 'Closes', 'Closing time'],
    },
    docks: { zh: ['月台', '月台数', '装车位', '装车口', '道口数'], en: ['Docks', 'Loading docks'] },
    load_min_fixed: { zh: ['装车固定分钟', '固定装车时间', '每车装车时间'], en: ['Fixed loading', 'Loading time'] },
    load_min_per_100kg: {
      zh: ['每100公斤装车时间', '每百公斤装车分钟', '每百公斤装车时间'],
      en: ['Loading per 100 kg', 'Loading minutes per 100 kg'],
    },
    cutoff: { zh: ['截单', '截单时间', '截单时刻'], en: ['Cutoff'] },
  },
  couriers: {
    courier_id: {
      zh: ['配送员编号', '司机编号', '骑手编号', '配送员id', '工号', '员工编号'],
      en: ['Courier', 'Courier ID', 'Driver ID', 'Employee ID'],
      weak: ['编号', '编码', 'id', 'code'],
    },
    name: {
      zh: ['姓名', '配送员', '配送员姓名', '司机', '司机姓名', '骑手', '骑手姓名', '名字'],
      en: ['Name', 'Driver', 'Courier name', 'Driver name'],
    },
    phone: {
      zh: ['电话', '手机号', '手机', '手机号码', '联系电话', '电话号码', '联系方式'],
      en: ['Phone', 'Mobile', 'Telephone', 'Phone number', 'Mobile number'],
    },
  },
  cutoffs: {
    cutoff_id: {
      zh: ['波次代码', '波次编号', '班次代码', '班次编号', '班次编码'],
      en: ['Code', 'Cutoff ID', 'Wave code', 'Shift code'],
      weak: ['编号', '编码', '代码', 'id'],
    },
    name: { zh: ['名称', '波次', '波次名称', '班次', '班次名称'], en: ['Name', 'Wave', 'Wave name', 'Shift'] },
    sequence: { zh: ['当天第几波', '第几波', '序号', '波次序号'], en: ['Number', 'Number on the date', 'No'] },
    cutoff: { zh: ['截单时间', '截单', '截单时刻', '截止时间'], en: ['Cutoff', 'Cutoff time', 'Until'] },
    days_before: { zh: ['提前几天截单', '提前几天', '提前天数'], en: ['Days before', 'Days before delivery'] },
    weekdays: { zh: ['配送日', '星期', '星期几', '适用星期'], en: ['Weekdays', 'Delivery days', 'Days'] },
    default: { zh: ['默认波次', '默认', '是否默认'], en: ['Default', 'By default'] },
  },
  wave_rules: {
    rule_id: { zh: ['规则编号', '规则'], en: ['Rule', 'Rule ID'], weak: ['编号', '编码', 'id', 'code'] },
    rank: { zh: ['顺序', '优先顺序', '序号'], en: ['Order', 'Rank', 'Position'] },
    temp_zone: { zh: ['温区', '温层'], en: ['Zone', 'Temperature zone'] },
    area: { zh: ['自提点片区', '片区', '区域'], en: ['Area', 'District'] },
    cutoff_id: { zh: ['归波次', '波次', '班次', '波次代码'], en: ['Goes to', 'Wave', 'Cutoff', 'Wave code'] },
  },
  speed_profile: {
    hour: { zh: ['小时', '钟点', '时段'], en: ['Hour'] },
    speed_factor: { zh: ['速度系数', '系数'], en: ['Speed factor', 'Factor'] },
  },
};

/** What a column of a kind of file may also be called; its own meaning in that file goes before the shared one. */
export function otherNamesOf(kind: TableKind, column: string): OtherNames | undefined {
  return own[kind][column] ?? shared[column];
}
