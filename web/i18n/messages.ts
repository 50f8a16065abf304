import { backupMessages } from './messages/backups.js';
import { consoleMessages } from './messages/console.js';
import { courierMessages } from './messages/courier.js';
import { dayMessages } from './messages/day.js';
import { editMessages } from './messages/edit.js';
import { failureMessages } from './messages/failures.js';
import { floorMessages } from './messages/floor.js';
import { generalMessages } from './messages/general.js';
import { importMessages } from './messages/import.js';
import { ordersMessages } from './messages/orders.js';
import { replanMessages } from './messages/replan.js';
import { roadMessages } from './messages/roads.js';
import { rulesMessages } from './messages/rules.js';
import { stationMessages } from './messages/station.js';

/** Every sentence on screen, by the pages and panels that say them. */
export const messages = {
  ...generalMessages,
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

export type MessageKey = keyof typeof messages;
