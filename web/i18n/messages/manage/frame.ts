import type { Catalogue } from '../catalogue.js';

/** What stands around the sections of the managing page. */
export const frameMessages = {
  'manage.title': ['管理', 'Manage'],
  'manage.sections': ['管理的内容', 'What to manage'],
  'manage.choose': ['选一项开始。', 'Choose what to manage.'],
  'manage.notAllowed.title': ['这一页不对你开放', 'This page is not open to you'],
  'manage.notAllowed.text': ['需要的话，请管理员给你权限。', 'Ask your admin for access if you need it.'],

  'manage.group.start': ['开始', 'Beginning'],
  'manage.group.network': ['网络', 'Network'],
  'manage.group.files': ['文件', 'Files'],
  'manage.group.people': ['人员', 'People'],
  'manage.group.system': ['系统', 'System'],
} as const satisfies Catalogue;
