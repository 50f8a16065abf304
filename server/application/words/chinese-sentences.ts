/** What the house says to people, in Chinese, by the English sentence; {0}, {1} … are its facts. A test holds the list whole. */
export const chineseSentences: Readonly<Record<string, string>> = {
  'Something went wrong here; it is in the log.': '服务器出了问题，已记入日志。',
  'Something went wrong here; it is in the log. Try again, then tell your admin.':
    '服务器出了问题，已记入日志。请再试一次；若仍失败，请告知管理员。',
  'There is no {0} with id {1}.': '没有编号为 {1} 的{0}。',
  'A {0} that is {1} cannot {2}.': '{0}现在是“{1}”，不能{2}。',
  'be {0}': '变为“{0}”',
  'become {0}': '变为“{0}”',
  'It was cancelled.': '已取消。',

  // The demo city.
  'The demo city is in this record, and your own data are never mixed with it. Remove the demo first: with the button on the page, DELETE /api/v1/demo, or tuanda demo remove.':
    '这里还有演示城市，自己的数据不能和它混在一起。请先移除演示数据：点页面上的按钮，或调用 DELETE /api/v1/demo。',
  'There are depots of your own. The demo is loaded into an empty record only.':
    '已经有你自己的仓库。演示城市只能装入空白的系统。',
  'The demo is loaded into an empty record only, and this one has depots, products or orders.':
    '演示城市只能装入空白的系统，而这里已有仓库、商品或订单。',
  'There is no demo in this record.': '这里没有演示数据。',
  'The demo is not wanted any more.': '不再需要演示数据。',
  'Work on the demo is still under way. Cancel it, or wait until it has ended, and remove the demo again.':
    '演示数据上还有任务在进行。请取消或等它结束，然后再移除。',
  'This is of all depots, and your account is for some only. Ask an admin of all depots.':
    '这属于所有仓库，而你的账号只管其中一些。请找管理所有仓库的管理员。',

  // Maps from the page.
  'The extract is larger than {0} MB. Send a smaller one, or have the setting TUANDA_MAP_UPLOAD_MB raised.':
    '地图文件超过 {0} MB。请换小一些的，或请管理员调高设置 TUANDA_MAP_UPLOAD_MB。',
  'There is no such extract in the folders that maps may be built from. The setting TUANDA_MAP_FOLDERS names them.':
    '允许建图的文件夹里没有这个地图文件。设置 TUANDA_MAP_FOLDERS 列出这些文件夹。',
  'This file is no OpenStreetMap extract. Choose a file that ends in .osm.pbf.':
    '这不是 OpenStreetMap 地图文件。请选择以 .osm.pbf 结尾的文件。',
  'Send one extract, a file .osm.pbf.': '请发送一个 .osm.pbf 地图文件。',

  // What was sent.
  'There is nothing at {0}.': '{0} 处没有内容。',
  '{0} is not possible here; {1} is.': '这里不能用 {0}，可以用 {1}。',
  'The body is no JSON.': '请求正文不是 JSON。',
  'Somebody changed the network again and again while this was read. Nothing of it was taken; send it again.':
    '读取期间自提点、商品等资料一再被他人修改，本次未收取任何内容，请重新发送。',
  'What was sent is too large.': '发送的内容太大。',
  'Send UTF-8, not compressed.': '请发送未压缩的 UTF-8。',
  'The request is not well formed.': '请求格式不对。',
  'The upload: {0}.': '上传有误：{0}。',
  'There is no such base map or tile.': '没有这张底图或瓦片。',
  'Send {0}.': '请以 {0} 发送。',
  'The multipart body is broken.': '上传的内容不完整，请重新上传。',
  'The files of this draft lie with another server. Send them again there, or have TUANDA_DRAFTS_FOLDER name a folder that all servers share.':
    '这次导入的文件在另一台服务器上。请在那台上重新发送，或让 TUANDA_DRAFTS_FOLDER 指向所有服务器共用的文件夹。',
  'The draft has no such table.': '这次导入里没有这张表。',
  'Only text files have an encoding and a delimiter.': '只有文本文件才有编码和分隔符。',
  'Say what kind of file it is before its columns are kept.': '请先指明是哪种表，再保存列对应。',
  'The table has no such column.': '这张表没有这一列。',
  'Too many cells were mended by hand. Correct the file and send it again.':
    '手工改的单元格太多。请改好文件后重新上传。',
  'Choose at least one table to take, and say its kind.': '请至少选一张要导入的表，并指明是哪种表。',
  'Some columns that are needed are not named yet. Name them, or leave the table out.':
    '还有必需的列没有指明。请指明，或不导入这张表。',
  'The header must be one of the first {0} rows.': '表头必须在前 {0} 行之内。',
  'The table has no header {0}.': '这张表没有表头“{0}”。',
  'There is no column {0} here.': '这里没有列 {0}。',
  'The import was changed meanwhile. Look at it again, then go on.': '这次导入期间已被改动，请重新查看后再继续。',
  'Send one or more files as multipart/form-data.': '请以 multipart/form-data 上传一个或多个文件。',
  'What was sent is nested more than {0} levels deep.': '发送的内容嵌套超过 {0} 层。',
  'The data is nested more than {0} levels deep.': '数据嵌套超过 {0} 层。',
  'Text with NUL characters or broken Unicode cannot be kept.': '文字里有空字符或残缺的 Unicode，不能保存。',
  'Send If-Match with the ETag that you saw.': '请用 If-Match 带上看到的 ETag。',
  'It was changed meanwhile. Read it again, then decide.': '期间已被改动，请重新读取后再决定。',
  'This request did not come from our own pages.': '这个请求不是从本系统的页面发出的。',
  'An Idempotency-Key has 1 to 200 characters.': 'Idempotency-Key 须为 1 至 200 个字符。',
  'This Idempotency-Key was used for another request.': '这个 Idempotency-Key 已用于另一个请求。',
  'Another process has just answered this request.': '另一个进程刚刚处理了这个请求。',
  'The cursor is not one that this list has given out.': '这个游标不是该列表给出的。',
  'The cursor is not one that this list has given out, or its row is gone.':
    '这个游标不是该列表给出的，或对应的行已不在。',
  'The stream knows no filters but after. Ask for the list with Accept: application/json.':
    '事件流只能按 after 筛选。要筛选请以 Accept: application/json 读取列表。',
  'The body is of {0}, the path of {1}.': '正文里写的是 {0}，路径里写的是 {1}。',
  'There are two rows for {0}.': '{0} 有两行。',
  'Send one order, or a list of them in orders, not both.': '请发送一个订单，或在 orders 里发送多个，不要同时发送。',

  // How much.
  'Too many requests {0}. Wait a minute.': '{0}的请求太多，请一分钟后再试。',
  'from this address': '这个地址',
  'of this account': '这个账号',
  '{0} Wait {1} seconds.': '{0}请等 {1} 秒。',
  'Too many failed attempts for this login.': '这个账号失败的次数太多。',
  'Too many failed attempts from this address.': '这个地址失败的次数太多。',
  'More reports come in than can be taken. Nothing of these was taken; send them again.':
    '上报太多，来不及处理。这些都没有收下，请再发一次。',
  'More orders come in than can be taken. Nothing of these was taken; send them again.':
    '订单太多，来不及处理。这些都没有收下，请再发一次。',
  'For {0} this is being worked on already. Wait, or cancel it.': '{0} 已在处理中。请等待，或先取消。',
  '{0} Wait until some have begun, or cancel those that are not needed.': '{0}请等其中一些开始，或取消不需要的。',
  '{0} jobs of {1} wait already, the most that may.': '{1}已有 {0} 个任务在等待，不能更多。',
  '{0} jobs of this account wait already, the most that may.': '这个账号已有 {0} 个任务在等待，不能更多。',
  'depot {0}': '仓库 {0} ',
  'no depot': '不属于仓库的任务',

  // Who may.
  'Sign in first.': '请先登录。',
  'Sign in first, or send an API key.': '请先登录，或发送 API 密钥。',
  'Login or password is wrong.': '账号或密码不对。',
  'This link is not complete, or a newer one replaced it. Ask for a new one.':
    '这个链接不完整，或已被新链接取代。请要一个新的。',
  'This link was used already. Sign in with your password, or ask for a new one.':
    '这个链接已用过。请用密码登录，或要一个新的。',
  'This link has run out. Ask for a new one.': '这个链接已过期，请要一个新的。',
  'Send a code of your authenticator app as well: code.': '请同时填写验证器里的验证码（code）。',
  'This code does not fit, or was used already. Wait for the next one of the app, or use a recovery code.':
    '验证码不对或已用过。请等验证器换下一个，或用备用码。',
  'Too many wrong codes for this account.': '这个账号输错验证码的次数太多。',
  'A key has no second factor.': '密钥没有两步验证。',
  'A key has no account of its own.': '密钥没有自己的账号。',
  'There is no second factor here. Set one up first.': '这个账号没有两步验证，请先设置。',
  'Begin anew: the secret was made more than 15 minutes ago.': '距离生成密钥已超过 15 分钟，请重新开始。',
  'The role {0} must have a second factor here. You can move it to another phone, or ask an admin to change the rule.':
    '这里要求{0}开启两步验证。可以换到另一台手机，或请管理员更改规定。',
  'The role {0} must have a second factor here. Set it up on the page of your account, then come back.':
    '这里要求{0}开启两步验证。请先在“我的账号”里设置，再继续。',
  'secondFactorRoles: Programs come with keys, which have no second factor.':
    'secondFactorRoles：系统对接用密钥，没有两步验证。',
  'signInBy: Who signs in by a link has no password. Leave one of the two out.':
    'signInBy：用链接登录的账号没有密码，两者请只填一个。',
  'The role {0} signs in by a password: it may do too much for a link that is kept on a phone.':
    '{0}不能用链接登录：权限太大，不适合留在手机上的链接。',
  'This account signs in by its link and has no password.': '这个账号用链接登录，没有密码。',
  'This account signs in by its link. Ask your admin to change that.': '这个账号用链接登录。要改用密码请联系管理员。',
  'Rules for all depots are changed by who may manage all of them.':
    '适用于所有仓库的规定，只有能管理所有仓库的人可以改。',
  'No provider is set up here. Sign in with a password.': '这里没有设置统一登录，请用密码登录。',
  'This sign-in was begun in another browser, or too long ago. Begin again.':
    '这次登录是在另一个浏览器里开始的，或开始得太久。请重新登录。',
  'There is no account {0} here. Ask your admin to add one with this login.':
    '这里没有账号 {0}。请管理员用这个登录名添加。',
  'The account {0} was removed here. Ask your admin to add it again.':
    '账号 {0} 在这里已被移除，请联系管理员重新添加。',
  '{0} does not take this server for one that it knows: {1}. Tell your admin, or sign in with a password.':
    '{0} 不认识本系统：{1}。请告知管理员，或用密码登录。',
  'The account {0} is suspended. Ask your admin.': '账号 {0} 已停用，请联系管理员。',
  'The account {0} has a password of its own, or was used by somebody else of the provider. Sign in with the password, or ask your admin.':
    '账号 {0} 有自己的密码，或已由身份平台的另一人使用。请用密码登录，或请管理员处理。',
  '{0} cannot be reached just now. Try again, or sign in with a password.': '现在连不上{0}。请重试，或用密码登录。',
  '{0} did not let you in: {1}. Try again, or ask your admin.': '{0}没有让你登录：{1}。请重试或联系管理员。',
  'What came back from {0} does not fit what was asked. Begin again.': '{0}返回的内容与请求不符，请重新登录。',
  '{0} did not say who you are ({1}). Ask your admin.': '{0}没有说明你是谁（{1}）。请联系管理员。',
  '{0} has not checked that {1} is yours. Confirm it there first.': '{0}还没有确认 {1} 是你的，请先在那里确认。',
  '{0} may not do this.': '{0}不能这样做。',
  'The role {0}': '“{0}”角色',
  'A key without the scope {0}': '没有 {0} 权限的密钥',
  'The key {0} stopped because the account that it stood on was removed. An admin can take it over on the page of the keys.':
    '密钥 {0} 所属的账号已被移除，密钥随之停用。管理员可在密钥页面接管它。',
  'The key {0} stopped because the account that it stands on is suspended. An admin can take it over on the page of the keys.':
    '密钥 {0} 所属的账号已停用，密钥随之停用。管理员可在密钥页面接管它。',
  'The key {0} stopped because the account that it stands on may not give it any more. An admin can take it over on the page of the keys.':
    '密钥 {0} 所属的账号已不再有相应权限，密钥随之停用。管理员可在密钥页面接管它。',
  'The key {0} ran out at {1}. Ask for a new one.': '密钥 {0} 已于 {1} 过期，请要一个新的。',
  'There is no role {0}.': '没有角色 {0}。',
  'scopes: The role {0} does not have {1}.': 'scopes：角色 {0} 没有 {1}。',
  'scopes: Name one at least, or leave them out.': 'scopes：至少写一项，或不写。',
  'expiresAt: The time at which a key runs out lies ahead.': 'expiresAt：过期时间须在将来。',
  'Send the password that holds now as well: currentPassword.': '请同时填写现在的密码（currentPassword）。',
  'The password that holds now is another one.': '现在的密码不对。',
  'A login has 2 to 64 letters, digits and . _ @ -': '账号须为 2 至 64 个字母、数字或 . _ @ -',
  'Say which courier this is: courierId.': '请写明是哪位配送员（courierId）。',
  'Say which station this is for: stationId.': '请写明属于哪个自提点（stationId）。',
  'Say which one depot they belong to: depotIds, with one id.': '请写明属于哪一个仓库（depotIds，一个编号）。',
  'A password has at least {0} characters.': '密码至少要有 {0} 个字符。',
  'This password is easy to guess: it is a common one, a pattern, or made of your name. Take several words that do not belong together.':
    '这个密码容易猜到：它是常见密码、有规律，或由名字组成。请用几个互不相干的词。',
  'The user {0} is disabled.': '账号 {0} 已停用。',
  "A key's name has 1 to {0} characters.": '密钥名称为 1 到 {0} 个字符。',
  "A key's name is one line, without control characters or invisible ones.":
    '密钥名称只能是一行，不能有控制字符或不可见字符。',
  '{0} is what the key of the settings is called. Choose another name.': '{0} 是设置里那把密钥的名称，请换一个名称。',
  'This account is for some depots only, and neither adds nor changes others. Ask an admin of all depots.':
    '这个账号只管部分仓库，不能添加或更改其他仓库。请找负责所有仓库的管理员。',
  'Station {0} takes no orders now, so nothing can be brought there again. Open it, or close the case with another outcome.':
    '自提点 {0} 目前不接单，货无法再送去。请先恢复自提点，或用其他结果关闭异常。',
  'Product {0} is not on sale any more and cannot be brought again. Close the case with another outcome.':
    '商品 {0} 已停售，无法再送。请用其他结果关闭异常。',
  'afterMinutes: Cases of this kind begin at once, not after some time. Leave it out.':
    'afterMinutes：这类异常一发生就建立，不按时间等待。请去掉这个字段。',
  'These files were thrown away while they were read.': '这些文件在读取时被丢弃了。',
  'This key lacks the scope {0}, so it can neither make nor change accounts, links and keys that have it.':
    '这个密钥没有 {0} 权限，因此不能添加或更改有这项权限的账号、链接和密钥。',
  'A key that runs out makes no users and no links, and takes no key over: they would outlive it.':
    '有期限的密钥不能添加账号或链接：它们会比密钥更久。',
  'The login {0} is taken. Choose another one.': '账号 {0} 已被占用，请换一个。',
  'There is no depot {0}. Add it first, or correct the id.': '没有仓库 {0}。请先添加，或改正编号。',
  '{0} no courier {1}. Add them first, or correct the id.': '{0}没有配送员 {1}。请先添加，或改正编号。',
  '{0} no station {1}. Add it first, or correct the id.': '{0}没有自提点 {1}。请先添加，或改正编号。',
  'There is': '',
  'Depot {0} has': '仓库 {0} ',
  'datum: A file as {0} holds no places. Ask for gpx.': 'datum：{0} 文件里没有坐标，请用 gpx。',
  'Vehicle {0} is out for this wave until {1}, and wave {2} has it from {3}. Plan {4} anew first: with the vehicle leaving later, or out. If it is back already, report that.':
    '车辆 {0} 要到 {1} 才跑完本波次，而波次 {2} 从 {3} 起要用它。请先为 {4} 重新排线：让这辆车晚出发，或停用它。如果车已回仓，请上报回仓。',
  'What {0} needs is not there any more, such as its depot or zone. Bring that back first.':
    '{0} 所需的资料（例如它的仓库或温区）已不在。请先恢复它们。',
  'The extract {0} is not on this server. Send it again.': '这台服务器上没有文件 {0}，请重新上传。',
  "The id {0} was given to another depot's thing meanwhile. Add this one anew under another id.":
    '编号 {0} 已被其他仓库占用，无法撤销删除。请换一个编号重新添加。',
  '{0} was deleted under an earlier release, and lacks what this one asks for. Add it anew.':
    '{0} 是在旧版本里删除的，缺少新版本需要的内容。请重新添加。',
  'This key stands on nobody’s account, so no other key can stand on it. Sign in as an admin to take the key over, or make a new one.':
    '当前密钥不归属任何账号，不能接管别的密钥。请用管理员账号登录后接管，或新建一个密钥。',
  'There is a {0} {1} already. Choose another id, or open that one and change it.':
    '已有{0} {1}。请换一个编号，或打开它来修改。',
  'Send If-None-Match: *, or leave it out. Other marks are not looked at.':
    '请发送 If-None-Match: *，或不发送；不支持其他标记。',
  'Another wave of the date has vehicle {0} meanwhile. Plan the wave anew.':
    '车辆 {0} 已被同日的另一波次占用，请重新排线。',
  'Another wave of the date loads at the docks meanwhile when this plan does. Plan the wave anew.':
    '该方案装车时，月台已被同日的另一波次占用，请重新排线。',
  'A date has {0} waves at most.': '一天最多有 {0} 个波次。',
  'Wave {0} takes no more orders, and gives none away.': '波次 {0} 已截单，订单不能再移入或移出。',
  'cutoffAt: A wave takes orders until the end of its delivery date at the latest.':
    'cutoffAt：波次最晚收单到配送日结束。',
  'cutoffAt: This time is over, and the wave would wait for ever. Choose a later one.':
    'cutoffAt：这个时间已过，波次不会自己截单。请选晚一些的时间。',
  'cutoffId: The cutoff of {0} for that date is over. Add a wave with a later cutoff, and move the orders there.':
    'cutoffId：{0}那天的截单时间已过。请另加一个截单更晚的波次，把订单移进去。',
  'cutoffId: {0} does not run on that day of the week. Choose another date, or change its days.':
    'cutoffId：{0}在那个星期几没有波次。请换一个日期，或改它的配送日。',
  'Depots {0} have': '仓库 {0} ',
  'Send depotIds, or depotId for just one depot, not both.': '请只写 depotIds，或只写一个仓库的 depotId。',

  'For yourself this is done on your account page, with your password.': '自己的请在“我的账号”页面用密码操作。',

  // The network.
  'The id {0} is taken. Choose another one.': '编号 {0} 已被占用，请换一个。',
  'The station id {0} is taken. Choose another one.': '自提点编号 {0} 已被占用，请换一个。',
  'The vehicle id {0} is taken. Choose another one.': '车辆编号 {0} 已被占用，请换一个。',
  'The cutoff code {0} is taken. Choose another one.': '波次代码 {0} 已被占用，请换一个。',
  'The rule id {0} is taken. Choose another one.': '规则编号 {0} 已被占用，请换一个。',
  'Two waves of a depot would have the same name or number, or both be the one by default.':
    '同一仓库会有两个波次同名、同号或同为默认。',
  'Delete the rules that name it first.': '请先删除用到它的规则。',
  'The courier id {0} is taken. Choose another one.': '配送员编号 {0} 已被占用，请换一个。',
  'The product id {0} is taken. Choose another one.': '商品编号 {0} 已被占用，请换一个。',
  'A {0} stays with its depot; {1} is of depot {2}.': '{0}不能换仓库；{1} 属于仓库 {2}。',
  'There are {0} temperature zones, and plans know no more. Change one of them.':
    '已有 {0} 个温区，排线最多用这么多。请改其中一个。',
  'It is shared by all depots, and this account is for some of them only.':
    '这是所有仓库共用的，而这个账号只管其中一部分。',
  'There is no temperature zone {0}.': '没有温区 {0}。',

  '{0} was changed meanwhile. Load it again and look at what it is now.':
    '{0} 其间被人改过。请重新载入，看看现在是什么。',
  '{0} is no field of a {1} that can be changed.': '{0} 不是{1}能改的一项。',
  'The {0} {1} is referred to, and is not deleted. {2}': '还有记录提到{0} {1}，不能删除。{2}',
  'Close it instead: its status becomes closed.': '请改为关闭：把状态改成“已关闭”。',
  'Retire it instead: its status becomes retired.': '请改为退役：把状态改成“已退役”。',
  'Make them inactive instead.': '请改为停用。',
  'Take it off sale instead: it is no longer active.': '请改为停售。',
  'It stays.': '它留着。',
  'Courier {0} is inactive. Choose another one, or make them active again.':
    '配送员 {0} 已停用。请换一位，或先恢复在岗。',
  'The file is no whole picture. Send a JPEG, PNG or WebP.': '这个文件不是完整的图片。请用 JPEG、PNG 或 WebP。',
  'The photo has more than {0} kB. Make it smaller first.': '照片超过 {0} kB，请先缩小。',
  'Send one file.': '请只发一个文件。',

  // Orders, waves and files.
  'The {0} {1} was deleted meanwhile. Read it again.': '{0} {1} 期间已被删除，请重新读取。',
  'Somebody began to use it just now: it is not deleted. Read it again.': '刚刚有人用到了它，没有删除。请重新读取。',
  'Order {0} was taken meanwhile. Send it again.': '订单 {0} 期间已被收下，请再发一次。',
  'An order of this id was taken meanwhile. Send it again.': '这个编号的订单期间已被收下，请再发一次。',
  'An order was taken by another import meanwhile.': '期间另一次导入收下了其中的订单。',
  'An order is gone, or its wave was closed meanwhile.': '有订单已不在，或它的波次期间已截单。',
  'The goods of the orders are not what they were. Look again.': '订单的货品已有变化，请再看一遍。',
  'The priority table is of all depots, and this account is for some of them only.':
    '优先级表是所有仓库共用的，而这个账号只管其中一部分。',
  'Wave {0} was closed meanwhile. Import the file again.': '波次 {0} 期间已截单，请重新导入文件。',
  "The wave's goods would fill {0} totes, and a wave may have {1} at most. Check the sizes of the zones' totes.":
    '这个波次的货要装 {0} 箱，而一个波次最多 {1} 箱。请核对各温区周转箱的大小。',
  'More than {0} rows have faults. Check that the file is the right one.':
    '有问题的行超过 {0} 行，请核对是否选错了文件。',
  'The database recovered from a fault while the files were read. Nothing of them was taken; import them again.':
    '读取文件时数据库从故障中恢复，文件一行也没有收下，请重新导入。',
  'The server ended while the files were read. Nothing of them was taken; send them again.':
    '读取文件时服务器停止了，文件一行也没有收下，请重新发送。',
  'No wave of {0} has been planned.': '{0} 还没有排过线的波次。',
  'There are no such totes for {0}; they are packed when a wave closes.': '{0} 没有这样的周转箱；截单时才会装箱。',
  'There are no pick lists for {0}; they are made when a wave closes.': '{0} 没有拣货单；截单时才会生成。',

  // Plans.
  'There is no vehicle {0}.': '没有车辆 {0}。',
  'Vehicle {0}': '车辆 {0} ',
  'The plan': '方案',
  '{0} has no {1}.': '{0}没有 {1}。',
  'goods for station {0}': '自提点 {0} 的货',
  'Vehicle {0} has no route that could be locked.': '车辆 {0} 没有可锁定的路线。',
  'Vehicle {0} brings nothing to station {1}.': '车辆 {0} 不送自提点 {1}。',
  'A move names a station, or several.': '移动须指明一个或多个自提点。',
  'Vehicle {0} has no trip {1}.': '车辆 {0} 没有第 {1} 趟。',
  'Trip {0} of vehicle {1} has {2} stops.': '车辆 {1} 第 {0} 趟只有 {2} 站。',
  'Vehicle {0} has no route.': '车辆 {0} 没有线路。',
  'The stops of vehicle {0} cannot be joined to themselves.': '车辆 {0} 的站不能并到自己身上。',
  'Station {0} was served by vehicle {1} already.': '自提点 {0} 已由车辆 {1} 送达。',
  'The goods for station {0} are on board of vehicle {1}, which has left.': '自提点 {0} 的货在车辆 {1} 上，车已出发。',
  'The goods for station {0} are loaded on vehicle {1} by the clock. Take its release back if it still waits.':
    '按时间，自提点 {0} 的货已装上车辆 {1}。若还没装，请先收回这个车次。',
  'Trip {0} of vehicle {1} is loaded or has left. Choose a later trip.':
    '车辆 {1} 第 {0} 趟已装车或已出发，请选后面的趟次。',
  'Vehicle {0} has loaded or left. What it has not loaded yet can be moved by itself.':
    '车辆 {0} 已装车或已出发。还没装的站可以单独移走。',
  'Compartment {0} of vehicle {1} may not carry goods of zone {2}.': '车辆 {1} 的 {0} 号车厢不能装温区 {2} 的货。',
  'Vehicle {0} is not available.': '车辆 {0} 不可用。',
  'Vehicle {0} does not have what station {1} asks for.': '车辆 {0} 不具备自提点 {1} 要求的条件。',
  'Station {0} is kept for other vehicles than {1}.': '自提点 {0} 只许指定车辆送，不含 {1}。',
  'Station {0} takes nothing when vehicle {1} is there.': '车辆 {1} 到达时自提点 {0} 不收货。',
  'Vehicle {0} would carry {1} kg; {2} kg are allowed: {3} kg too much.':
    '车辆 {0} 载重 {1} kg，上限 {2} kg，超 {3} kg。',
  'Compartment {0} of vehicle {1} would hold {2} l; it has {3} l: {4} l too much.':
    '车辆 {1} 的 {0} 号车厢要装 {2} L，只有 {3} L，超 {4} L。',
  'The compartments of vehicle {0} would take {1} l of a body of {2} l: {3} l too much.':
    '车辆 {0} 的各车厢共需 {1} L，车身只有 {2} L，超 {3} L。',
  'Vehicle {0} would make {1} stops; {2} are allowed.': '车辆 {0} 停 {1} 站，上限 {2} 站。',
  'Vehicle {0} would drive {1} trips; {2} are allowed.': '车辆 {0} 跑 {1} 趟，上限 {2} 趟。',
  'Vehicle {0} would drive {1} km; {2} km are allowed: {3} km too far.':
    '车辆 {0} 行驶 {1} km，上限 {2} km，超 {3} km。',
  'The driver of vehicle {0} would drive {1} min; {2} min are allowed: {3} min too long.':
    '车辆 {0} 的司机驾驶 {1} 分钟，上限 {2} 分钟，超 {3} 分钟。',
  'Vehicle {0} would be back at {1}; its shift ends at {2}: {3} min too late.':
    '车辆 {0} {1} 才回仓，班次 {2} 结束，晚 {3} 分钟。',
  'Vehicle {0} would be loaded at {1}; the depot closes at {2}: {3} min too late.':
    '车辆 {0} {1} 才装完，仓库 {2} 关门，晚 {3} 分钟。',
  'Station {0} would be served at {1}; it takes goods until {2}: {3} min too late.':
    '自提点 {0} {1} 才送到，收货到 {2} 为止，晚 {3} 分钟。',
  'Vehicle {0} would load at {1}; goods of zone {2} are ready at {3}.': '车辆 {0} {1} 装车，温区 {2} 的货 {3} 才备好。',
  'Vehicle {0} would load at {1}; it cannot before {2}.': '车辆 {0} {1} 装车，最早 {2} 才行。',
  'Vehicle {0} is {1} m high; station {2} lets in {3} m.': '车辆 {0} 高 {1} m，自提点 {2} 限高 {3} m。',
  'Goods of zone {0} for station {1} would be in compartment {2} of vehicle {3} for {4} min; {5} min are allowed.':
    '自提点 {1} 温区 {0} 的货要在车辆 {3} 的 {2} 号车厢里放 {4} 分钟，上限 {5} 分钟。',
  'Vehicle {0} would be out until {1}; another wave of the date has it from {2}.':
    '车辆 {0} {1} 才回来，同日另一波次 {2} 起要用它。',
  'Plan {0} has no run {1}.': '方案 {0} 没有车次 {1}。',
  'Vehicle {0} has {1} trips; the next would be {2}.': '车辆 {0} 有 {1} 趟，下一趟是第 {2} 趟。',
  'Vehicle {0} cannot be exchanged with itself. Name two vehicles.': '车辆 {0} 不能和自己对换，请写两辆车。',
  'Neither {0} nor {1} has a route.': '{0} 和 {1} 都没有路线。',
  'The change breaks {0} rules: {1}': '这样改会违反 {0} 条规则：{1}',
  'The plan was made with travel times of {0} {1}, which is not in use any more. Plan the wave anew.':
    '方案的行驶时间来自 {0} {1}，它已不再使用。请重新排线。',
  'Plan {0} is not the current plan of its wave any more.': '方案 {0} 已不是它的波次的当前方案。',
  'Plan {0} is not the current plan of wave {1} any more.': '方案 {0} 已不是波次 {1} 的当前方案。',
  'Wave {0} has runs that are released; it cannot be planned anew.': '波次 {0} 有已下发的车次，不能重新排线。',
  'The goods of wave {0} are not what they were when plan {1} was made.':
    '波次 {0} 的货与方案 {1} 排出时已经不同：有订单来了、改了或取消了。',
  'Order {0} is cancelled. Take it in anew, under an id of its own.': '订单 {0} 已取消。请换一个订单号重新下单。',
  'Order {0} would be larger than an order may be.': '订单 {0} 会超过一张订单的上限。',
  'Line {0} of the pick list has not {1} pieces to put back.': '拣货单第 {0} 行没有 {1} 件要放回。',
  'Order {0} has no line {1}.': '订单 {0} 没有第 {1} 行。',
  'Order {0} is named twice. Name each order once.': '订单 {0} 写了两次，每张订单只写一次。',
  'Line {0} of order {1} is named twice. Name each line once.': '订单 {1} 的第 {0} 行写了两次，每行只写一次。',
  'Order {0} goes to another wave just now. Look again.': '订单 {0} 正在转到别的波次，请重新查看。',
  'Wave {0} takes no more orders. Name one that still collects, and order {1} goes there.':
    '波次 {0} 不再收单。请指定一个还在收单的波次，订单 {1} 会转过去。',
  'Wave {0} is closed: order {1} may become smaller, not larger. Order the rest anew with a wave that still collects.':
    '波次 {0} 已截单：订单 {1} 只能改少，不能改多。要加的请在还在收单的波次另下一单。',
  'Goods of order {0} are on board or handed over already. Let them be refused at the door, and close the case of it.':
    '订单 {0} 的货已装车或已交出。请让自提点当面拒收，再处理随之产生的异常。',
  'Station {0} takes no orders now.': '自提点 {0} 现在不收订单。',
  'No wave of {0} takes the order by its cutoff. Name a wave that still collects.':
    '按截单时间，{0} 没有波次能收这张订单。请指定一个还在收单的波次。',
  'Part {0} of consignment {1} would hold nothing any more. Leave one piece of it, which can be refused at the door, or cancel all orders of the consignment.':
    '集货单 {1} 的第 {0} 份会变空。请留下其中一件，由自提点当面拒收；或取消这张集货单的全部订单。',
  'The plan cannot follow the change: {0} Move the goods by hand, then change the order.':
    '方案跟不上这次改动：{0} 请先手工移动货物，再改订单。',
  'The runs of plan {0} are released already, or it has none.': '方案 {0} 的车次已下发，或没有车次。',
  'A run of plan {0} has left; its release cannot be taken back.': '方案 {0} 已有车次出发，不能收回。',
  'Plan {0} is not released.': '方案 {0} 没有下发。',
  'An area has at least three corners.': '区域至少要有三个角。',
  'The border of the area crosses itself. Draw it anew.': '区域的边界自己相交，请重画。',
  'The travel times that this plan was made with are no longer kept; plan again.':
    '这个方案所用的行驶时间已不再保存，请重新排线。',
  'The travel times that this plan was made with are no longer kept.': '这个方案所用的行驶时间已不再保存。',
  'The engine that this plan was made with is not in use any more.': '这个方案所用的路网引擎已不再使用。',
  'A matrix of {0} × {1} places has more than {2} pairs, the limit.': '{0} × {1} 个地点的矩阵超过了 {2} 对的上限。',

  // The rest of a day.
  'Wave {0} is finished; nothing of it can change.': '波次 {0} 已完成，不能再改。',
  'There is no preview {0} of plan {1} any more.': '方案 {1} 的预览 {0} 已不在，请再看一遍。',
  'The preview {0} is of another event. Leave previewId out, or look again.':
    '预览 {0} 是为另一个事件做的。请不写 previewId，或再看一遍。',
  'Vehicle {0} cannot fetch goods: it is out, in maintenance, or there is none.':
    '车辆 {0} 不能去接货：它已停用、在检修，或没有这辆车。',
  'Vehicle {0} cannot fetch goods from vehicle {1}: it has no room, trip or time left for it.':
    '车辆 {0} 不能去接车辆 {1} 的货：已没有空间、趟数或时间。',
  'There is no station {0} in depot {1}.': '仓库 {1} 没有自提点 {0}。',
  'There is no order {0} in depot {1}.': '仓库 {1} 没有订单 {0}。',
  'These files are being taken just now. Wait until that is over.': '正在收取这些文件，请等收取完成。',
  'Order {0} is none of those of the chosen tier, class and area.': '订单 {0} 不在所选的等级、类别和片区之内。',
  "Order {0} goes out on {1}; only orders of the wave's own date can be moved to it.":
    '订单 {0} 的配送日是 {1}；只有同一天的订单才能移到这个波次。',
  'Order {0} is in a wave that is closed already.': '订单 {0} 所在的波次已截单。',
  'Consignment {0}, which the order would join, is with vehicle {1}, which has left. Leave the order in its wave.':
    '订单要并入的货组 {0} 在已出发的车辆 {1} 上。请让订单留在它的波次。',
  'Consignment {0}, which the order would join, is loaded on vehicle {1} by then. Leave the order in its wave, or choose an earlier moment.':
    '订单要并入的货组 {0} 那时已装上车辆 {1}。请让订单留在它的波次，或选更早的时刻。',
  'Vehicle {0} is out already.': '车辆 {0} 已经停用。',
  'Vehicle {0} has nothing ahead on this day.': '车辆 {0} 这天后面已没有任务。',
  'Receiving hours are given in order, each opening before it closes.': '收货时间要按先后填写，每段先开后关。',
  "from lies outside of the wave's day, which is {0} from 00:00 to {1} ({2}). Choose a moment of it, or leave it out for now.":
    '时刻不在波次当天：{0} 00:00 至 {1}（{2}）。请选当天的时刻，或不填（即现在）。',
  '{0} of the next day': '次日 {0}',
  'Vehicle {0} has been at station {1} meanwhile, which the plan gives to another one.':
    '车辆 {0} 期间已到过自提点 {1}，而方案把它给了别的车。',
  'Vehicle {0} has left meanwhile with goods that the plan changes. Look at it again.':
    '车辆 {0} 期间已带着方案要改动的货出发，请再看一遍。',

  // Traffic and the map.
  '{0}, {1} is no longitude and latitude (WGS-84).': '{0}, {1} 不是经纬度（WGS-84）。',
  'An area has 3 to {0} corners, and the first stands again at the end.':
    '区域有 3 至 {0} 个角，最后再写一次第一个角。',
  'The area is not closed: its first corner does not stand again at the end.': '区域没有闭合：最后没有再写第一个角。',
  'Corners {0} and {1} of the area are the same.': '区域的第 {0} 个角和第 {1} 个角相同。',
  'The area crosses itself: its sides {0} and {1} meet.': '区域自己相交：第 {0} 条边和第 {1} 条边相遇。',
  'Hours begin before 24:00. For those from midnight on, say 00:00 and the next day.':
    '时段须在 24:00 之前开始；从午夜开始的，请写次日 00:00。',
  'A side of the area spans more than 180° of longitude. Areas end at the 180th meridian.':
    '区域有一条边跨过超过 180 度的经度；区域只能画到 180 度经线为止。',
  'A piece of the line spans more than 180° of longitude. Lines end at the 180th meridian.':
    '线有一段跨过超过 180 度的经度；线只能画到 180 度经线为止。',
  'A line has 2 to {0} points.': '线有 2 至 {0} 个点。',
  'A line is at most {0} km long.': '线最长 {0} 公里。',
  'All points of the line are the same.': '线的各点都相同。',
  "An account of some depots may end only its own traffic reports; {0} is somebody else's.":
    '只管部分仓库的账号只能结束自己报告的路况；{0} 是别人的。',
  'The area touches no road of the map in use.': '区域没有碰到当前地图的道路。',
  'The line follows no road of the map in use.': '线没有沿着当前地图的道路。',
  'A speed lies between {0} and {1} km/h; {2} does not.': '速度须在 {0} 至 {1} 公里/小时之间，{2} 不在其中。',
  'A factor lies between {0} and {1}; {2} does not.': '系数须在 {0} 至 {1} 之间，{2} 不在其中。',
  'The report ends before it begins.': '路况的结束早于开始。',
  'The report ended already.': '路况已经结束。',
  'A restriction says which vehicles it is for: lorries or vans, or a bound at least.':
    '限行要说明限哪些车：货车或面包车，或者至少一个界限。',
  'The restriction ends before it begins.': '限行的结束早于开始。',
  'A report holds for {0} days at most.': '一条路况最多有效 {0} 天。',
  'A report of kind {0} needs a value.': '{0} 类路况要有数值。',
  'A closure has no value.': '封路不用填数值。',
  'A track has 2 to {0} points.': '轨迹有 2 至 {0} 个点。',
  'Point {0} is no longitude and latitude (WGS-84).': '第 {0} 点不是经纬度（WGS-84）。',
  'Point {0} lies in the future.': '第 {0} 点的时间在将来。',
  'Point {0} is not later than the one before.': '第 {0} 点不晚于前一点。',
  'Tracks need a map of ours; the engine in use ({0}) has none.': '轨迹要用本系统的地图，当前引擎（{0}）没有。',
  'Traffic needs a map of ours; the engine in use ({0}) has none. Build one with "tuanda map build FILE.osm.pbf".':
    '路况要用本系统的地图，当前引擎（{0}）没有。请先建立地图。',
  'Speeds of roads need a map of ours; the engine in use ({0}) has none. Build one with "tuanda map build FILE.osm.pbf".':
    '道路速度要用本系统的地图，当前引擎（{0}）没有。请先建立地图。',

  // The warehouse and the door.
  'quantity: The tote holds {0} units of line {1} of order {2}, not {3}.':
    'quantity：箱内有订单 {2} 第 {1} 行 {0} 件，不足 {3} 件。',
  'toTote: Tote {0} is for other goods. Units move between the totes of one consignment.':
    'toTote：周转箱 {0} 装的是别的货组。货物只能在同一货组的箱之间移动。',
  'paper: Say which paper the labels are printed on.': 'paper：请说明标签纸的规格。',
  'paper: A label printer has single labels. Choose one of these, or pdf for a sheet.':
    'paper：标签打印机只打单张标签。请选单张规格，整张纸请用 pdf。',
  'toTote: Name another tote than the first.': 'toTote：请写另一只箱。',
  'toTote: Tote {0} rides with another part of the consignment, in another place.':
    'toTote：周转箱 {0} 属于货组的另一部分，装在别处。',
  'Consignment {0} has been loaded; its totes stay as they are.': '货组 {0} 已装车，箱内货物不能再动。',
  'The pick list has no line {0} of at least {1} pieces.': '拣货单没有至少 {1} 件的第 {0} 行。',
  'Say why line {0} is short.': '请写明第 {0} 行为什么短少。',
  '{0} pieces of {1} have left with a vehicle already. Tell what is missing there as a claim at the station.':
    '{1} 已有 {0} 件随车出发。缺少的请在自提点报告。',
  'Every vehicle of the wave has left. Tell what is missing as a claim at the station.':
    '这个波次的车都已出发。缺少的请在自提点报告。',
  'A run that is {0} keeps its courier.': '“{0}”的车次不能换配送员。',
  'The depot has no courier {0}.': '仓库没有配送员 {0}。',
  'The run was changed meanwhile. Read it again.': '车次期间已被改动，请重新读取。',
  '{0} has signed for this delivery already.': '{0} 已签收这批货。',
  'The consignment {0} holds no {1}.': '货组 {0} 里没有 {1}。',
  'Of the {0} pieces that were ordered, {1} are in open claims of the same kind; {2} are left to claim.':
    '订购了 {0} 件，其中 {1} 件已在同类未处理的报告里，还可报告 {2} 件。',
  'Of the {0} pieces that were ordered, {1} are in other open claims of the same kind. With this one over {2} it would be more than that: settle one of those first.':
    '订购了 {0} 件，其中 {1} 件已在同类的其他未处理报告里；再打开这份 {2} 件的报告就超过了订购数。请先处理其中一份。',
  'The case is closed already. Open it again first.': '这个异常已经关闭。请先重新打开。',
  'The case is not closed.': '这个异常还没有关闭。',
  'No goods of this case are expected back.': '这个异常没有要回仓的货。',
  'A case of this kind cannot end so.': '这类异常不能这样处理。',
  'Say why nothing is done.': '请写明为什么不处理。',
  'Say how much is refunded.': '请写明退款金额。',
  'Say which product is given instead, and how many of it.': '请写明换成哪个商品、多少件。',
  'Say which wave brings the goods again.': '请指明由哪个波次重送。',
  'Say which orders are brought again: of this case it is not known.': '请指明重送哪些订单：系统不知道这次是哪些。',
  'An order that is named has no goods in this case that are still owed.': '所列订单中有的在这个异常里没有还欠的货。',
  'There is nothing in this case that could be brought again.': '这个异常里没有可以重送的货。',
  'This wave takes no orders any more. Choose one that still collects.': '这个波次不再收单。请选一个还在收单的波次。',
  'Nobody of the login {0} works on cases of this depot.': '没有登录名为 {0} 的人处理这个仓库的异常。',
  'The claim is settled already, with another note; yours was not kept. Open it again to settle it anew.':
    '这份报告已处理，备注不同，你的备注没有保存。要重新处理，请先重新打开。',
  'The claim is open already; your note was not kept. It is kept when the claim is settled.':
    '这份报告本来就未处理，你的备注没有保存。处理报告时备注才会保存。',
  'A claim over {0} pieces is more than the {1} that were ordered.': '报告的 {0} 件多于订购的 {1} 件。',

  // Where addresses lie.
  '{0} refuses the request: {1}. Check GEOCODER_KEY, or place the stations by hand.':
    '{0} 拒绝了请求：{1}。请检查 GEOCODER_KEY，或在地图上手工定位。',
  '{0} was asked faster than it allows. It is asked more slowly now; search again for what is left.':
    '对{0}的查询超过了它允许的速度。已放慢，请对剩下的再查一次。',
  '{0} answers no more requests for now: its quota is used up. Try again later, or place the stations by hand.':
    '{0} 的额度用完了，暂时不再答复。请稍后再试，或在地图上手工定位。',
  '{0} did not answer in time.': '{0} 没有及时答复。',
  '{0} cannot be reached.': '连不上 {0}。',
  '{0} gave an answer that cannot be read.': '{0} 的答复读不懂。',
  'The draft has no such address to place.': '这次导入里没有这个待定位的地址。',
  'The address has no such candidate.': '这个地址没有这个候选位置。',
  'This is no place.': '这不是一个位置。',
  'No address that is still open has a candidate of this confidence.': '待定位的地址里没有达到这个可信度的候选位置。',
  'There is no map yet to find addresses on. Build one, or place the stations by hand.':
    '还没有可以查地址的地图。请先建立地图，或在地图上手工定位。',
  'The map in use was built before maps kept their addresses. Build it again from its extract, or place the stations by hand.':
    '当前地图建立时还不保存地址。请用原地图文件重新建立，或在地图上手工定位。',

  // Webhooks and backups.
  'after: The newest fact is {0}; no fact has the number {1} yet.': 'after：最新的事件是 {0}，还没有编号 {1}。',
  '{0} is no URL.': '{0} 不是网址。',
  'A webhook is sent to an http or https address.': 'Webhook 只能发往 http 或 https 地址。',
  'The address must not hold a user and a password; the signature tells who sends.':
    '网址里不能有用户名和密码；签名已说明是谁发的。',
  '{0} is not on the public net. WEBHOOK_PRIVATE_HOSTS lists the hosts of the own net that may be sent to.':
    '{0} 不在公网上。内网里可以发往的主机写在 WEBHOOK_PRIVATE_HOSTS。',
  'No folder for backups is set. Set TUANDA_BACKUP_FOLDER and start the server again.':
    '没有设置备份文件夹。请设置 TUANDA_BACKUP_FOLDER 后重启服务器。',
  'The database holds no record that could be backed up.': '数据库里没有可以备份的数据。',
  'A backup is of all depots, and this account is for some of them only.':
    '备份包含所有仓库，而这个账号只管其中一部分。',

  // The database.
  'The database has too much to do. Try again in a moment.': '数据库太忙，请稍后再试。',
  'Somebody else is changing this just now. Try again in a moment.': '别人正在改动，请稍后再试。',
  'The connection to the database was lost. Try again in a moment.': '与数据库的连接断了，请稍后再试。',
  'The database did not take what was written, and nothing of it was kept. Try again, then tell your admin.':
    '数据库没有收下写入的内容，什么也没有保存。请再试一次；若仍失败，请告知管理员。',
  'The database cannot be reached just now. Nothing of this was kept; try again in a moment.':
    '现在连不上数据库，什么也没有保存，请稍后再试。',
  'Writing {0} touched {1} rows instead of {2}.': '写入 {0} 时改动了 {1} 行，应为 {2} 行。',

  // Inviting people, and those who are there.
  '{0} is suspended. Take them up again first.': '{0} 已停用，请先重新启用。',
  '{0} has the account {1} already. Name a login to add another one.': '{0} 已有账号 {1}。要再加一个，请写明登录名。',
  'There is no {0} {1}. Add it first, or correct the id.': '没有{0} {1}。请先添加，或更正编号。',
  'What is named belongs to several depots: {0}.': '所写的内容属于不同的仓库：{0}。',
  'Say which depot they belong to: {0}.': '请写明属于哪个仓库：{0}。',
  'Say what they are called: name.': '请写明称呼：name。',
  'Another admin changes your own role and depot, so that nobody locks themselves out.':
    '自己的角色和仓库请由另一位管理员修改，以免把自己锁在外面。',
  'You cannot {0} yourself. Ask another admin to do it.': '不能{0}自己，请另一位管理员来做。',
  'No column is headed name, login, role, depot_id, courier_id or station_id.':
    '没有一列的标题是 姓名、登录名、角色、仓库、配送员 或 自提点。',
  'Say what they are: role, station_id or courier_id.': '请写明是什么人：角色、自提点编号或配送员编号。',
  'There is no role {0}. Roles are {1}.': '没有角色 {0}。角色有：管理员、调度员、拣货员、配送员、自提点、系统。',
  'At most {0} characters, not {1}.': '最多 {0} 个字符，现在是 {1} 个。',
  'At most {0} people are invited at once. Split the list.': '一次最多邀请 {0} 人，请把名单分开。',
  'None of these links can be used any more. Make new ones.': '这些链接都不能再用了，请重新生成。',
  'The audit is checked as a whole, by an admin of all depots.': '审计要整体核对，请由管理全部仓库的管理员来做。',
  'Say either people, or every: stations or couriers.': '请写明 people，或 every：stations 或 couriers。',
};
