import type { Catalogue } from '../catalogue.js';

export const systemMessages = {} as const satisfies Catalogue;
