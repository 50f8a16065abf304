import type { Catalogue } from './catalogue.js';

/** Words that every page has. */
export const generalMessages = {
  'app.name': ['团达', 'Tuanda'],

  'nav.console': ['调度', 'Dispatch'],
  'nav.floor': ['仓内', 'Floor'],
  'nav.manage': ['管理', 'Manage'],
  'nav.courier': ['配送', 'Courier'],
  'nav.account': ['我的账号', 'My account'],
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
  'general.copied': ['已复制。', 'Copied.'],
  'general.notCopied': [
    '浏览器不让复制，请手动选取后复制。',
    'The browser does not let us copy. Select the text and copy it.',
  ],
  'action.undone': ['已撤销，什么都没有改变。', 'Undone. Nothing was changed.'],
} as const satisfies Catalogue;
