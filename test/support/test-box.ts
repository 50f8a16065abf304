import { makeSecretBox } from '../../server/adapters/secrets/secret-box.js';

/** Encrypts secrets with a key that only tests know. */
export const testBox = makeSecretBox(['5'.repeat(64)]);
