import { signal } from '@preact/signals';
import { sentenceOf } from '../api/api-error.js';
import { accountApi, type OwnAccount, type OwnSession } from './account-api.js';

export const account = signal<OwnAccount>();
export const sessions = signal<readonly OwnSession[]>();
export const failure = signal<unknown>();

/** Reads the account and its sessions. */
export async function load(): Promise<void> {
  failure.value = undefined;
  try {
    const [own, all] = await Promise.all([accountApi.account(), accountApi.sessions()]);
    account.value = own;
    sessions.value = all;
  } catch (error) {
    failure.value = error;
  }
}

/** Does something and reads everything again. @returns why it was refused; empty where it was done */
export async function change(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return sentenceOf(error);
  }
  await load();
  return '';
}
