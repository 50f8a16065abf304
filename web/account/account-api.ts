import type {
  EndedSessions,
  OwnAccount,
  OwnSession,
} from '../../server/adapters/http/accounts/own-account-contract.js';
import { ask, list, part } from '../api/ask.js';

export type { OwnAccount, OwnSession };

/** The own account, on the server. */
export const accountApi = {
  account: () => ask<OwnAccount>('GET', '/me/account'),
  setPassword: (password: string, currentPassword: string | undefined) =>
    ask<void>('PUT', '/me/password', { password, currentPassword }),
  sessions: () => list<OwnSession>('/me/sessions'),
  endSession: (sessionId: string) => ask<void>('DELETE', `/me/sessions/${part(sessionId)}`),
  endSessions: (keepsThis: boolean) => ask<EndedSessions>('POST', '/me/sessions/end', { keepsThis }),
  beginFactor: (currentPassword: string | undefined, code: string | undefined) =>
    ask<{ secret: string; address: string }>('POST', '/me/second-factor', { currentPassword, code }),
  confirmFactor: (code: string) => ask<{ codes: readonly string[] }>('PUT', '/me/second-factor', { code }),
  renewCodes: (code: string) => ask<{ codes: readonly string[] }>('POST', '/me/second-factor/recovery-codes', { code }),
  endFactor: (code: string) => ask<void>('POST', '/me/second-factor/off', { code }),
};
