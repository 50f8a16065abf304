import type { Catalogue } from '../catalogue.js';

export const peopleMessages = {} as const satisfies Catalogue;
