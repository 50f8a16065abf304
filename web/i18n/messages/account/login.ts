import type { Catalogue } from '../catalogue.js';

/** Signing in: by password, by a link, by a provider, with a code. */
export const loginMessages = {
  'login.title': ['登录团达', 'Log in to Tuanda'],
  'login.lead': ['同城团购的调度台', 'Dispatch for same-city group buying'],
  'login.login': ['账号', 'Login'],
  'login.password': ['密码', 'Password'],
  'login.enter': ['登录', 'Log in'],
  'login.refused': ['账号或密码不对。', 'Login or password is wrong.'],
  'login.forgot': ['忘记密码，或没有密码？', 'Forgot your password, or have none?'],
  'login.forgotText': [
    '请找给你开账号的管理员要一个新链接。打开链接后可以设新密码；旧的登录会全部退出。这里不发邮件，也不发短信。',
    'Ask the admin who gave you the account for a new link. It lets you choose a new password, and ends all earlier logins. Nothing is sent by e-mail or text message.',
  ],
  'login.firstStart': [
    '刚装好？首次启动时，链接会打印在服务器的终端里。',
    "Just installed? On the first start, links are printed in the server's terminal.",
  ],
  'login.byProvider': ['用 {name} 登录', 'Log in with {name}'],
  'login.or': ['或', 'or'],
  'login.fromProvider': ['正在登录…', 'Logging in…'],
  'login.again': ['重新登录', 'Begin again'],
  'login.back': ['返回', 'Back'],

  'login.code': ['验证码', 'Code'],
  'login.codeLead': [
    '打开手机上的验证器，输入 6 位验证码。没带手机可以用备用码。',
    'Open the authenticator app on your phone and type the 6 digits. Without the phone, use a recovery code.',
  ],

  'link.hello': ['你好，{name}', 'Hello, {name}'],
  'link.reading': ['正在读取链接…', 'Reading your link…'],
  'link.as': ['账号 {login}（{role}）', 'Login {login} ({role})'],
  'link.notYou': ['不是你？请关闭这一页，并告诉管理员。', 'Not you? Close this page and tell your admin.'],
  'link.choose': ['设一个自己的密码', 'Choose a password of your own'],
  'link.chooseAgain': ['设一个新密码', 'Choose a new password'],
  'link.chooseText': [
    '这个链接只能用一次。以后用账号 {login} 和这个密码登录。',
    'This link works once. From then on you log in as {login} with this password.',
  ],
  'link.setAndEnter': ['设好密码并登录', 'Set password and log in'],
  'link.later': ['先不设，直接登录', 'Not now, just log in'],
  'link.keep': ['保留原来的密码，直接登录', 'Keep my old password, just log in'],
  'link.laterText': [
    '不设密码的话，这台设备退出登录后就要再向管理员要链接。',
    'Without a password you need another link from your admin once this device is logged out.',
  ],
  'link.shared': ['这台设备会一直保持登录', 'This device stays logged in'],
  'link.sharedText': [
    '适合大家共用的手机：不用密码。退出后再打开同一个链接就能回来。手机丢了请马上告诉管理员。',
    'For a phone that several people use: no password. After logging out, the same link lets you in again. Tell your admin at once if the phone is lost.',
  ],
  'link.enter': ['进入', 'Enter'],
  'link.over': ['这个链接打不开了', 'This link does not open any more'],
  'link.overText': [
    '用密码登录，或向管理员要一个新链接。',
    'Log in with your password, or ask your admin for a new link.',
  ],
  'link.toLogin': ['用密码登录', 'Log in with a password'],

  'password.show': ['显示密码', 'Show password'],
  'password.hide': ['隐藏密码', 'Hide password'],
  'password.rule': [
    '至少 10 个字符；不能是常见密码，也不能由你的名字组成。几个互不相干的词就很好。',
    'At least 10 characters, and none that is common or made of your name. Several words that do not belong together are good.',
  ],
  'password.checking': ['正在检查…', 'Checking…'],
  'password.verdict.short': ['太短', 'Too short'],
  'password.verdict.easy': ['太容易猜到', 'Too easy to guess'],
  'password.verdict.good': ['可以用', 'Good'],
  'password.verdict.strong': ['很好', 'Strong'],

  'role.admin': ['管理员', 'Admin'],
  'role.dispatcher': ['调度员', 'Dispatcher'],
  'role.picker': ['拣货员', 'Picker'],
  'role.courier': ['配送员', 'Courier'],
  'role.station': ['自提点', 'Station'],
  'role.integration': ['系统对接', 'Integration'],
} as const satisfies Catalogue;
