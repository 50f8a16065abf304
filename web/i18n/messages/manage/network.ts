import type { Catalogue } from '../catalogue.js';

export const networkMessages = {} as const satisfies Catalogue;
