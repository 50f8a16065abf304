import { ask, list, once, part } from '../../api/ask.js';
import type { Case, CaseClosing, CaseRow, Page, Wave } from '../../api/types.js';

const act = (caseId: number, what: string, body: object = {}, headers = {}) =>
  ask<Case>('POST', `/cases/${caseId}/${what}`, body, headers);

export const caseApi = {
  /** The most urgent and the soonest due first; of those that are closed, the latest. */
  page: (filters: Readonly<Record<string, string>>, limit: number) =>
    ask<Page<CaseRow>>('GET', `/cases?${new URLSearchParams({ ...filters, limit: String(limit) })}`),
  one: (caseId: number) => ask<Case>('GET', `/cases/${caseId}`),
  take: (caseId: number) => act(caseId, 'take'),
  assign: (caseId: number, login: string) => act(caseId, 'assign', { login }),
  note: (caseId: number, note: string) => act(caseId, 'notes', { note }, once()),
  close: (caseId: number, closing: Partial<CaseClosing>) => act(caseId, 'close', closing, once()),
  reopen: (caseId: number) => act(caseId, 'reopen'),
  receive: (caseId: number) => act(caseId, 'received'),
  /** What can bring goods again. */
  collectingWaves: (depotId: string) => list<Wave>(`/waves?depot=${part(depotId)}&status=collecting`),
};
