import type { ComponentChild } from 'preact';
import type { Permission } from '../api/types.js';
import type { MessageKey } from '../i18n/messages.js';

/** In the order in which they stand on the page. */
export const groups = ['start', 'network', 'files', 'people', 'system'] as const;

/** One thing that is managed, under an address of its own. Its code is loaded when it is opened. */
export interface Section {
  /** The part of the address behind /manage/. */
  readonly path: string;
  readonly title: MessageKey;
  readonly group: (typeof groups)[number];
  /** Who may open it. */
  readonly permission: Permission;
  readonly load: () => Promise<() => ComponentChild>;
}
