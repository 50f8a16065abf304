import { consoleMessages } from './messages/console.js';
import { courierMessages } from './messages/courier.js';
import { dayMessages } from './messages/day.js';
import { demoMessages } from './messages/demo.js';
import { backupMessages } from './messages/desk/backups.js';
import { editMessages } from './messages/desk/edit.js';
import { replanMessages } from './messages/desk/replan.js';
import { roadMessages } from './messages/desk/roads.js';
import { failureMessages } from './messages/failures.js';
import { floorMessages } from './messages/floor.js';
import { generalMessages } from './messages/general.js';
import { importMessages } from './messages/import.js';
import type { manageMessages } from './messages/manage/index.js';
import { ordersMessages } from './messages/orders.js';
import { rulesMessages } from './messages/rules.js';
import { stationMessages } from './messages/station.js';

/** Sentences on screen that every page carries, by the pages and panels that say them. */
export const messages = {
  ...generalMessages,
  ...demoMessages,
  ...failureMessages,
  ...dayMessages,
  ...consoleMessages,
  ...backupMessages,
  ...editMessages,
  ...replanMessages,
  ...roadMessages,
  ...ordersMessages,
  ...importMessages,
  ...floorMessages,
  ...courierMessages,
  ...stationMessages,
  ...rulesMessages,
} as const;

/** The managing pages add theirs when they are opened. */
export type MessageKey = keyof typeof messages | keyof typeof manageMessages;
