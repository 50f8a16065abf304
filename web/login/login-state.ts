import { signal } from '@preact/signals';
import { ApiError, sentenceOf } from '../api/api-error.js';
import { goOn } from './after-login.js';
import { type Credentials, loginApi } from './login-api.js';

/** Whether an attempt is under way. */
export const busy = signal(false);
/** Why the last one was refused; empty before. */
export const refusal = signal('');
/** What is to be sent again with a code of the second factor. */
export const asksCodeFor = signal<Exclude<Credentials, { answer: string }>>();

/** Tries to come in. The code of a second factor is asked for where the account has one. */
export async function enter(credentials: Credentials): Promise<void> {
  busy.value = true;
  refusal.value = '';
  try {
    const { role } = await loginApi.enter(credentials);
    goOn(role);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'second-factor-needed' && !('answer' in credentials)) {
      asksCodeFor.value = credentials;
    } else refusal.value = sentenceOf(error);
    busy.value = false;
  }
}
