import type { accountMessages } from './messages/account/index.js';
import type { courierMessages } from './messages/courier.js';
import { dayMessages } from './messages/day.js';
import { demoMessages } from './messages/demo.js';
import type { deskMessages } from './messages/desk/index.js';
import { failureMessages } from './messages/failures.js';
import type { floorMessages } from './messages/floor.js';
import { generalMessages } from './messages/general.js';
import type { manageMessages } from './messages/manage/index.js';
import type { stationMessages } from './messages/station.js';

/** Sentences that every page carries, also on the slowest net: what only one page says is with that page. */
export const messages = {
  ...generalMessages,
  ...demoMessages,
  ...failureMessages,
  ...dayMessages,
} as const;

/** Each page adds its own with `addMessages` when it is opened. */
export type MessageKey =
  | keyof typeof messages
  | keyof typeof courierMessages
  | keyof typeof stationMessages
  | keyof typeof floorMessages
  | keyof typeof deskMessages
  | keyof typeof manageMessages
  | keyof typeof accountMessages;
