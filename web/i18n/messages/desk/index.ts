import { areaMessages } from '../areas.js';
import { consoleMessages } from '../console.js';
import { importMessages } from '../import.js';
import { ordersMessages } from '../orders.js';
import { rulesMessages } from '../rules.js';
import { stationMessages } from '../station.js';
import { backupMessages } from './backups.js';
import { caseMessages } from './cases.js';
import { editMessages } from './edit.js';
import { figureMessages } from './figures.js';
import { replanMessages } from './replan.js';
import { restrictionMessages } from './restrictions.js';
import { roadMessages } from './roads.js';
import { tableMessages } from './tables.js';
import { timelineMessages } from './timeline.js';

/** What the console says; the managing page, which tells of the same things, carries it too. */
export const deskMessages = {
  ...consoleMessages,
  ...backupMessages,
  ...caseMessages,
  ...editMessages,
  ...figureMessages,
  ...replanMessages,
  ...roadMessages,
  ...restrictionMessages,
  ...tableMessages,
  ...timelineMessages,
  ...ordersMessages,
  ...areaMessages,
  ...importMessages,
  ...stationMessages,
  ...rulesMessages,
} as const;
