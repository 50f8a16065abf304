import type { Catalogue } from '../catalogue.js';
import { importPageMessages } from './import.js';

export const filesMessages = { ...importPageMessages } as const satisfies Catalogue;
