import type { Catalogue } from './catalogue.js';

/** The dispatcher's console. */
export const consoleMessages = {
  'action.import': ['导入', 'Import'],
  'action.close': ['截单', 'Close wave'],
  'action.plan': ['排线', 'Plan'],
  'action.planAgain': ['重新排线', 'Plan again'],
  'action.release': ['下发', 'Release'],
  'action.printRuns': ['打印装车单', 'Print run sheets'],
  'action.closePending': [
    '即将截单：之后的订单进入下一波次。',
    'Closing this wave: later orders will join the next one.',
  ],
  'action.closeAllPending': [
    '即将截单 {n} 个波次：之后的订单进入下一波次。',
    'About to close {n} waves: later orders join the next.',
  ],
  'action.closed': [
    '已截单：{consignments} 个货组，{totes} 个周转箱，{pickLists} 张拣货单。',
    'Wave closed: {consignments} consignments, {totes} totes, {pickLists} pick lists.',
  ],
  'action.releasePending': ['即将下发 {n} 个车次给司机。', 'Releasing {n} runs to their couriers.'],
  'action.releaseDriverless': ['即将下发 {n} 个车次；没有司机：{runs}。', 'Releasing {n} runs; no courier: {runs}.'],
  'action.released': ['已下发 {n} 个车次。', '{n} runs released.'],
  'action.withdraw': ['收回', 'Withdraw'],
  'action.withdrawPending': ['即将收回 {n} 个车次，司机不再看到。', 'Taking {n} runs back from their couriers.'],
  'action.withdrawn': ['已收回 {n} 个车次，可以继续修改。', '{n} runs are drafts again and can be changed.'],

  'plan.title': ['排线', 'Plan the wave'],
  'plan.seconds': ['搜索时间（秒）', 'Search time (seconds)'],
  'plan.secondsHint': ['时间越长，里程通常越短。', 'A longer search usually means fewer kilometres.'],
  'plan.start': ['开始排线', 'Start planning'],
  'plan.byHand': ['手工排', 'By hand'],
  'plan.byHandHint': [
    '不自动排线：全部未安排，自己拖到车上',
    'No search: everything is unassigned, to be put on vehicles by hand',
  ],
  'plan.begins': ['即将开始…', 'About to begin…'],
  'plan.waits.turn': ['排队中：前面还有 {n} 个任务', 'Waits: {n} ahead'],
  'plan.waits.depot': ['排队中：本仓的另一个任务还在进行', 'Waits: another job of this depot is running'],
  'plan.waits.slot': ['排队中：服务器都在忙', 'Waits: all servers are at work'],
  'plan.travel': ['计算路网行驶时间 {done} / {total}', 'Travel times on real roads {done} / {total}'],
  'plan.search': [
    '搜索中：{vehicles} 辆车，已试 {iterations} 种改动',
    'Searching: {vehicles} vehicles, {iterations} changes tried',
  ],
  'plan.storing': ['检查并保存方案…', 'Checking and storing the plan…'],
  'plan.done': ['排线完成：{runs} 个车次，{unassigned} 个未安排。', 'Planned: {runs} runs, {unassigned} unassigned.'],
  'plan.cancelled': ['已取消排线，原方案不变。', 'Planning was cancelled. The plan before stays.'],
  'plan.failed': ['排线没有完成：{detail}', 'Planning did not finish: {detail}'],
  'plan.estimated': [
    '行驶时间为直线估算，不是真实路网。建好地图后请重新排线。',
    'Travel times are straight-line estimates, not real roads. Build a map, then plan again.',
  ],
  'travel.engineOut': ['排线时路径引擎不可用：{note}', 'A routing engine was out when this was planned: {note}'],
  'travel.stale.traffic': [
    '排线之后路况有变化。重新排线即按新的行驶时间计算。',
    'Traffic has changed since this was planned. Plan again for new travel times.',
  ],
  'travel.stale.map': [
    '方案按另一张地图计算。重新排线即使用现在的地图。',
    'This was planned on another map. Plan again to use the present one.',
  ],
  'travel.stale.engine': [
    '方案由另一个路径引擎计算。重新排线即使用现在的引擎。',
    'This was planned with another routing engine. Plan again to use the present one.',
  ],
  'plan.version': ['方案 {n}', 'Plan {n}'],

  'figure.runs': ['车次', 'Runs'],
  'figure.stops': ['停靠', 'Stops'],
  'figure.orders': ['订单', 'Orders'],
  'figure.cost': ['成本', 'Cost'],
  'figure.distance': ['里程', 'Distance'],
  'figure.driving': ['行驶', 'Driving'],
  'figure.unassigned': ['未安排', 'Unassigned'],
  'figure.late': ['迟到', 'Late'],

  'tab.runs': ['车次', 'Runs'],
  'tab.unassigned': ['未安排', 'Unassigned'],
  'tab.stations': ['自提点', 'Stations'],
  'tab.orders': ['订单', 'Orders'],
  'tab.cases': ['异常', 'Cases'],
  'tab.import': ['导入', 'Import'],

  'empty.place.title': ['这里还是空的', 'There is nothing here yet'],
  'empty.place.text': [
    '从地图、仓库到第一份方案，一步步来：清单会告诉你还差什么。',
    'Step by step from the map and the depot to the first plan: the checklist tells what is missing.',
  ],
  'empty.place.begin': ['开始设置', 'Begin setting up'],
  'empty.day.title': ['这一天还没有订单', 'No orders for this day yet'],
  'empty.day.text': [
    '导入当天的订单文件，或让订单系统通过接口送来。收到第一张订单，波次就会出现。',
    "Import the day's order files, or let your order system send them. The wave appears with its first order.",
  ],
  'empty.plan.collecting': [
    '正在收单。到截单时间会自动截单；也可以现在截单，然后排线。',
    'Orders are coming in. The wave closes at its cutoff; you can also close it now and plan.',
  ],
  'empty.plan.closed': [
    '订单已按温区和自提点分好。点“排线”，看车辆怎么走。',
    'The orders are grouped by zone and station. Press Plan to see how the vehicles should drive.',
  ],
  'empty.plan.title': ['还没有车次', 'No runs yet'],
  'empty.nextDate': ['去有订单的日期 {date}', 'Go to {date}, which has orders'],

  'map.title': ['车次地图', 'Map of runs'],
  'map.spot': ['这里有 {n} 个自提点', '{n} stations are here'],
  'map.spotUnassigned': ['其中 {n} 个有未安排的货', '{n} of them with unassigned goods'],
  'map.legend': ['图例', 'Legend'],
  'map.drawing': ['正在画线路…', 'Drawing the routes…'],
  'map.savePicture': ['存为图片', 'Save picture'],
  'map.print': ['打印地图', 'Print map'],
  'map.printedAt': ['打印于 {moment}', 'printed {moment}'],
  'map.pictureFailed': [
    '浏览器画不出这张地图的图片。若底图来自别的服务器，它可能不允许；可以截屏。',
    "The browser could not draw a picture of the map. Where its tiles are another server's, that may forbid it: take a screenshot instead.",
  ],
  'map.depot': ['仓库', 'Depot'],
  'map.unassigned': ['未安排', 'Unassigned'],
  'map.stationOnRun': ['有车次的自提点', 'Station on a run'],
  'map.stationIdle': ['其他自提点', 'Other station'],
  'map.routeHulls': ['线路范围', 'Route areas'],
  'map.vehicle': ['车辆（推算位置）', 'Vehicle (estimated)'],
  'map.vehicleAt': ['在 {name}', 'At {name}'],
  'map.vehicleTo': ['前往 {name}', 'On its way to {name}'],
  'map.vehicleLeft': ['还有 {distance}', '{distance} to go'],
  'map.vehicleEstimated': [
    '按上次上报和路程推算，不是定位。',
    'Estimated from the last report along the road, not measured.',
  ],
  'map.none': ['没有地图', 'no map'],
  'map.otherInUse': [
    '另一台服务器用“{other}”的地图排线，这台用的是“{own}”。那边的方案在这里改不了。请管理员在这台服务器上建同一张地图，或把那边的地图文件夹复制过来。',
    'Another server plans with the map of {other}, this one with {own}. Plans made there cannot be changed here. Ask your admin to build the same map on this server, or to copy its folder.',
  ],
  'map.estimatedOnly': [
    '还没有本城市的路网地图，行驶时间按直线估算。请管理员在“管理 · 地图”里添加地图。',
    'There is no road map of this city yet, so travel times are straight-line estimates. An admin adds one under Manage, Map.',
  ],
  'map.estimated': ['估算路线', 'Estimated route'],
  'map.fit': ['看全部', 'Fit all'],
  'map.noBaseMap': ['还没有底图', 'No base map yet'],

  'unassigned.none': ['全部都已安排。', 'Everything has a place on a run.'],
  'unassigned.reason': ['原因', 'Reason'],
  'unassigned.nearest': ['最接近的是 {vehicle}，超出 {over}。', '{vehicle} comes nearest: {over} too much.'],
  'unassigned.spare': ['检修中的 {vehicle} 可以装下。', '{vehicle}, which is in maintenance, could carry it.'],
  'unassigned.code.by-hand': ['调度员手动移出。', 'A dispatcher left it out.'],
  'unassigned.code.no-vehicle': [
    '没有还能停靠的可用车辆。请添加车辆、让检修车辆恢复，或放宽停靠数、趟数。',
    'No vehicle is available that may make a stop. Add one, bring one back from maintenance, or allow another stop or trip.',
  ],
  'unassigned.code.zone-compartment': [
    '还能停靠的可用车辆都没有这个温区的车厢。',
    'No available vehicle that may make a stop has a compartment for this temperature zone.',
  ],
  'unassigned.code.too-large': [
    '体积超过任何同温区车厢。请分批配送或用更大的车。',
    'It is larger than any compartment for its zone. Split the delivery or use a larger vehicle.',
  ],
  'unassigned.code.too-heavy': [
    '重量超过任何车辆的载重。请分批配送或用更大的车。',
    'It is heavier than any vehicle may carry. Split the delivery or use a larger vehicle.',
  ],
  'unassigned.code.skills': ['没有车辆具备自提点要求的条件。', 'No vehicle has what the station asks for.'],
  'unassigned.code.vehicle-not-allowed': [
    '自提点指定的车辆都不能送：在检修、超高，或装不下。',
    'None of the vehicles that the station is kept for can serve it: each is in maintenance, too high, or cannot carry it.',
  ],
  'unassigned.code.time-on-board': [
    '能装的车都会让冷货超过时限。',
    'It would be out of the cold too long in every vehicle that could carry it.',
  ],
  'unassigned.code.driving': [
    '往返超过能装的车的最长驾驶时间。',
    'The way there and back is more driving than any vehicle that could carry it may do in a day.',
  ],
  'unassigned.code.vehicle-height': [
    '装得下的车都超过该自提点的限高。',
    'Every vehicle that could carry it is too high for the station.',
  ],
  'unassigned.code.unreachable': [
    '能装的车辆没有往返该点的道路。',
    'There is no way there and back for the vehicles that could carry it.',
  ],
  'unassigned.code.station-closed': ['自提点今天停止收货。', 'The station is closed today.'],
  'unassigned.code.vehicle-out': [
    '货在故障车上，没有其他车辆去接。',
    'It is on board of a vehicle that broke down, and no other vehicle fetches it there.',
  ],
  'unassigned.code.on-board': [
    '自提点停止收货，而货已在车上，由原车带回仓库。',
    'The station is closed, and it is on board already: its vehicle brings it back to the depot.',
  ],
  'unassigned.code.no-road': [
    '该点离可行驶道路超过 1,000 米，请核对位置。',
    'The station lies more than 1,000 m from any road. Check its position.',
  ],
  'unassigned.code.time-window': [
    '没有车能在货备好后、仓库开放时间内装车，在收货时间内送到，并在班次内（含休息）返回。',
    "No vehicle that could carry it can be loaded within the depot's hours once the goods are ready, be there within the receiving windows, and be back within its shift with its breaks taken.",
  ],
  'unassigned.code.range': [
    '往返里程超过能装的车辆的续航。',
    'The way there and back is beyond the range of every vehicle that could carry it.',
  ],
  'unassigned.code.docks': ['需要装车时，月台都被占用。', 'The docks are taken when its vehicle would have to load.'],
  'unassigned.code.fleet-full': [
    '单独送有车可用，但没有找到在已装的货之外还有空位和时间的车。请加车或加一趟。',
    'Some vehicle could bring it alone, but none was found that has room and time for it beside what it carries. Add a vehicle or a trip.',
  ],
  'unassigned.code.not-worth-a-vehicle': [
    '没有找到费用低于不送价格的送法。',
    'No run was found that brings it for less than the price at which it may be left out.',
  ],
  'unassigned.code.window-over': [
    '在计划还能改的时刻，自提点的收货时间已过。',
    'Its receiving windows are over at the moment from which the plan can change.',
  ],
  'unassigned.code.no-trip-left': [
    '从计划还能改的时刻起，没有车还能再跑一趟。请加车或加一趟。',
    'No vehicle has another trip left from the moment on from which the plan can change. Add a vehicle or a trip.',
  ],
  'unassigned.tried': [
    '把离得最近、能送的 {n} 辆车的当天行程加上它重排过，都排不下。',
    'The days of the nearest vehicles that could were planned anew with it, in vain: {n}.',
  ],
  'unassigned.prices': [
    '由 {vehicle} 送最少要多花 {serving}；不送的价格是 {omission}。',
    'On {vehicle} it would add {serving}, the least that was found; leaving it out counts {omission}.',
  ],
  'unassigned.relaxed.later-closing': [
    '若自提点多收货 {minutes} 分钟，{vehicle} 可以送。',
    'It would fit on {vehicle} if the station received {minutes} min longer.',
  ],
  'unassigned.relaxed.longer-shift': [
    '若班次晚 {minutes} 分钟结束，{vehicle} 可以送。',
    'It would fit on {vehicle} if its shift ended {minutes} min later.',
  ],
  'unassigned.relaxed.longer-keeping': [
    '若车上冷藏再保持 {minutes} 分钟，{vehicle} 可以送。',
    'It would fit on {vehicle} if it kept cold there {minutes} min longer.',
  ],
  'unassigned.relaxed.larger-compartment': [
    '若 {compartment} 号车厢大 {amount} 升，{vehicle} 可以送。',
    'It would fit on {vehicle} with {amount} l more in compartment {compartment}.',
  ],
  'unassigned.relaxed.more-payload': [
    '若载重多 {amount} 公斤，{vehicle} 可以送。',
    'It would fit on {vehicle} with {amount} kg more payload.',
  ],
  'unassigned.relaxed.more-range': [
    '若续航多 {amount} 公里，{vehicle} 可以送。',
    'It would fit on {vehicle} with {amount} km more range.',
  ],
  'unassigned.relaxed.more-driving': [
    '若可多行驶 {minutes} 分钟，{vehicle} 可以送。',
    'It would fit on {vehicle} with {minutes} min more driving.',
  ],
  'unassigned.relaxed.further-stop': [
    '若可多停一站，{vehicle} 可以送。',
    'It would fit on {vehicle} with one more stop.',
  ],
  'unassigned.relaxed.further-trip': [
    '若可多跑一趟，{vehicle} 可以送。',
    'It would fit on {vehicle} with one more trip.',
  ],
  'unassigned.relaxed.further-vehicle': [
    '若再有一辆 {vehicle} 这样的车，就可以送。',
    'It would fit on one more vehicle like {vehicle}.',
  ],
} as const satisfies Catalogue;
