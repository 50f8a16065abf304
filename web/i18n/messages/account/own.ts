import type { Catalogue } from '../catalogue.js';

/** The page of the own account. */
export const ownAccountMessages = {
  'account.title': ['我的账号', 'My account'],
  'account.home': ['回到工作页', 'Back to work'],
  'account.language': ['语言', 'Language'],
  'account.logOut': ['在这台设备上退出', 'Log out on this device'],

  'account.password': ['密码', 'Password'],
  'account.passwordNone': ['你还没有密码，只能靠链接登录。', 'You have no password yet; only a link lets you in.'],
  'account.passwordLink': [
    '这个账号用链接登录，不用密码。要改请联系管理员。',
    'This account logs in by its link, without a password. Ask your admin to change that.',
  ],
  'account.passwordProvider': [
    '你是用统一登录进来的。也可以另设一个密码。',
    'You came by the provider. You can have a password as well.',
  ],
  'account.currentPassword': ['现在的密码', 'Present password'],
  'account.newPassword': ['新密码', 'New password'],
  'account.setPassword': ['保存新密码', 'Save new password'],
  'account.change': ['更改密码', 'Change password'],
  'account.passwordSet': [
    '密码已改。你在别处的登录都已退出。',
    'The password is changed. Everywhere else you are logged out.',
  ],

  'account.sessions': ['登录过的设备', 'Where you are logged in'],
  'account.thisDevice': ['这台设备', 'This device'],
  'account.unknownDevice': ['未知设备', 'Unknown device'],
  'account.openedBy.password': ['用密码登录', 'by password'],
  'account.openedBy.link': ['用链接登录', 'by a link'],
  'account.openedBy.provider': ['用统一登录', 'by the provider'],
  'account.sessionSeen': ['最近使用：{when} · {address}', 'Last used {when} · {address}'],
  'account.sessionOpened': ['{when} {how}', 'Logged in {when} {how}'],
  'account.endSession': ['退出', 'Log out'],
  'account.endSessionOf': ['退出 {device}', 'Log out {device}'],
  'account.sessionEnding': ['正在退出 {device}', 'Logging out {device}'],
  'account.endOthers': ['退出所有其他设备', 'Log out everywhere else'],
  'account.endingOthers': ['正在退出其他设备', 'Logging out everywhere else'],
  'account.endAll': ['全部退出，包括这里', 'Log out everywhere, here too'],
  'account.endingAll': ['正在全部退出', 'Logging out everywhere'],
  'account.endAllLink': [
    '全部退出后，你的链接也会作废，要再向管理员要一个。',
    'Your link is withdrawn with that, too: you will need a new one from your admin.',
  ],

  'account.factor': ['两步验证', 'Two-step login'],
  'account.factorText': [
    '登录时除了密码，还要手机验证器里的 6 位验证码。别人知道了密码也进不来。',
    'Logging in then takes 6 digits from an app on your phone as well: who learns your password still cannot come in.',
  ],
  'account.factorRequired': [
    '你的岗位必须开启两步验证。设好之前，其他页面打不开。',
    'Your role must have two-step login. Until it is set up, no other page opens.',
  ],
  'account.factorOn': ['已开启 · {when}', 'On since {when}'],
  'account.factorOff': ['未开启', 'Off'],
  'account.codesLeft': ['还剩 {n} 个备用码', '{n} recovery codes left'],
  'account.factorBegin': ['开启两步验证', 'Turn on'],
  'account.factorMove': ['换到另一台手机', 'Move to another phone'],
  'account.factorEnd': ['关闭两步验证', 'Turn off'],
  'account.factorEnded': ['两步验证已关闭。', 'Two-step login is off.'],
  'account.newCodes': ['生成新的备用码', 'Make new recovery codes'],
  'account.codeNow': ['现在的验证码或备用码', 'A code of now, or a recovery code'],
  'account.go': ['继续', 'Go on'],
  'account.factorScan': [
    '用验证器（如 Microsoft Authenticator、Google Authenticator、腾讯身份验证器）扫这个码；就在这台手机上的话，点下面的链接。',
    'Scan this with an authenticator app (Microsoft, Google, FreeOTP …). On this very phone, tap the link below.',
  ],
  'account.factorOpen': ['在验证器里打开', 'Open in the authenticator app'],
  'account.factorSecret': ['扫不了？手动输入这个密钥：', 'Cannot scan? Type this secret:'],
  'account.factorCode': ['验证器显示的 6 位验证码', 'The 6 digits that the app shows'],
  'account.factorConfirm': ['确认并开启', 'Confirm and turn on'],
  'account.codes': ['备用码', 'Recovery codes'],
  'account.codesText': [
    '手机不在身边时，每个备用码可以代替验证码用一次。只在这里显示一次：请打印或抄下来，和手机分开放。',
    'Without your phone, each lets you in once in place of a code. They are shown here only: print them or write them down, and keep them apart from the phone.',
  ],
  'account.codesCopy': ['复制', 'Copy'],
  'account.codesCopied': ['已复制。', 'Copied.'],
  'account.codesKept': ['我已保存好', 'I have kept them'],
} as const satisfies Catalogue;
