import { all, ask, part } from '../../api/ask.js';
import type { CaseKind, Depot, Page } from '../../api/types.js';

export type CaseKindChange = Partial<Pick<CaseKind, 'isOn' | 'severity' | 'limitMinutes' | 'steps'>> & {
  readonly afterMinutes?: number;
};

/** What is set for each kind of cases, on the server. */
export const caseKindsApi = {
  depots: () => all<Depot>('/depots'),
  list: async (depotId: string) => (await ask<Page<CaseKind>>('GET', `/depots/${part(depotId)}/case-kinds`)).data,
  change: (depotId: string, kind: string, change: CaseKindChange) =>
    ask<CaseKind>('PATCH', `/depots/${part(depotId)}/case-kinds/${part(kind)}`, change),
};
