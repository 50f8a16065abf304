import type { Catalogue } from '../catalogue.js';

/** What the installation asks of who signs in. */
export const signInMessages = {
  'manage.signIn.title': ['登录规定', 'Signing in'],
  'manage.signIn.factor': ['必须两步验证的岗位', 'Roles that must have two-step login'],
  'manage.signIn.factorText': [
    '没有设好的人，下一次点击就会被带去“我的账号”设置，设好之前做不了别的。系统对接的密钥不受影响。',
    'Whoever has not set it up is led to their account at the next click, and can do nothing else before. Keys of programs are not affected.',
  ],
  'manage.signIn.role.admin': ['管理员', 'Admins'],
  'manage.signIn.role.dispatcher': ['调度员', 'Dispatchers'],
  'manage.signIn.role.picker': ['拣货员', 'Pickers'],
  'manage.signIn.role.courier': ['配送员', 'Couriers'],
  'manage.signIn.role.station': ['自提点', 'Stations'],
  'manage.signIn.saved': ['登录规定已保存。', 'The rules for signing in are saved.'],
  'manage.signIn.needsOwn': [
    '要求自己岗位之前，请先给自己的账号设好两步验证：',
    'Before you ask it of your own role, set up two-step login for your own account:',
  ],
  'manage.signIn.lost': [
    '有人丢了手机和备用码？在账号列表里重置他的两步验证。',
    'Somebody lost phone and recovery codes? Reset their two-step login in the list of users.',
  ],
} as const satisfies Catalogue;
