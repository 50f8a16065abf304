import type { Catalogue } from '../catalogue.js';

export const startMessages = {} as const satisfies Catalogue;
