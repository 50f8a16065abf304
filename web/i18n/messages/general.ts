import type { Catalogue } from './catalogue.js';

/** Words that every page has, and those for logging in. */
export const generalMessages = {
  'app.name': ['团达', 'Tuanda'],

  'nav.console': ['调度', 'Dispatch'],
  'nav.floor': ['仓内', 'Floor'],
  'nav.manage': ['管理', 'Manage'],
  'nav.courier': ['配送', 'Courier'],
  'nav.logOut': ['退出', 'Log out'],
  'nav.language': ['语言', 'Language'],

  'general.retry': ['重试', 'Try again'],
  'general.cancel': ['取消', 'Cancel'],
  'general.undo': ['撤销', 'Undo'],
  'general.save': ['保存', 'Save'],
  'general.loading': ['正在读取…', 'Loading…'],
  'general.search': ['查找', 'Search'],
  'general.print': ['打印', 'Print'],
  'general.refresh': ['刷新', 'Refresh'],
  'general.all': ['全部', 'All'],

  'login.title': ['登录团达', 'Log in to Tuanda'],
  'login.lead': ['同城团购的调度台', 'Dispatch for same-city group buying'],
  'login.login': ['账号', 'Login'],
  'login.password': ['密码', 'Password'],
  'login.enter': ['登录', 'Log in'],
  'login.byLink': ['正在用一次性链接登录…', 'Logging in with your one-time link…'],
  'login.refused': ['账号或密码不对。', 'Login or password is wrong.'],
  'login.linkRefused': [
    '这个链接已用过或已过期。请向管理员要一个新的，或用密码登录。',
    'This link was used already or has run out. Ask your admin for a new one, or use your password.',
  ],
  'login.hint': [
    '首次启动时，一次性链接会打印在服务器的终端里。',
    "On the first start, one-time links are printed in the server's terminal.",
  ],
  'action.undone': ['已撤销，什么都没有改变。', 'Undone. Nothing was changed.'],
} as const satisfies Catalogue;
