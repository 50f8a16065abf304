import { ask } from '../../api/ask.js';
import type { Setup } from '../../api/types.js';

/** What the sections of the beginning ask of the server. */
export const startApi = {
  setup: () => ask<Setup>('GET', '/setup'),
};
