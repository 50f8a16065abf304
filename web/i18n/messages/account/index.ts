import { loginMessages } from './login.js';
import { ownAccountMessages } from './own.js';

/** Sentences of the pages for logging in and for the own account. */
export const accountMessages = { ...loginMessages, ...ownAccountMessages } as const;
