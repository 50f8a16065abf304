import type { Catalogue } from '../catalogue.js';

export const filesMessages = {} as const satisfies Catalogue;
