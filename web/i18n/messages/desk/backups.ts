import type { Catalogue } from '../catalogue.js';

/** How it stands with backups, on the console. */
export const backupMessages = {
  'backup.none': [
    '这里还没有做过备份。设置 TUANDA_BACKUP_FOLDER 即可每天自动备份，或运行 tuanda backup 文件名。',
    'No backup was ever made here. Set TUANDA_BACKUP_FOLDER for one each day, or run tuanda backup FILE.',
  ],
  'backup.overdue': [
    '上一次完好的备份是 {when}，已超过一天。请管理员查看服务器日志和备份磁盘。',
    'The last good backup is of {when}, more than a day ago. An admin should look at the log and at the disk of backups.',
  ],
  'backup.failed': [
    '上一次备份没有成功。最近一次完好的备份：{when}。请管理员查看服务器日志。',
    'The last backup failed. The last good one: {when}. An admin should look at the log.',
  ],
  'backup.never': ['还没有', 'none yet'],
  'backup.now': ['立即备份', 'Back up now'],
  'backup.running': ['正在备份…', 'Backing up…'],
  'backup.done': ['备份完成。', 'The backup is made.'],
} as const satisfies Catalogue;
