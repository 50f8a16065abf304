import type { Catalogue } from '../catalogue.js';

/** What the lists and forms of the sections have in common. */
export const partsMessages = {
  'manage.copy': ['复制', 'Copy'],
  'manage.toldOnce': ['只在这里显示一次，请现在保存。', 'Shown here only. Keep it now.'],
  'manage.more': ['再看更多', 'Show more'],
  'manage.shownFirst': ['显示前 {count} 条', 'The first {count} are shown'],
  'manage.shownAll': ['共 {count} 条', '{count} in all'],
} as const satisfies Catalogue;
