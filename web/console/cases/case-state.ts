import { batch, computed, signal } from '@preact/signals';
import type { Case, CaseRow } from '../../api/types.js';
import { tell, tellFailure } from '../../components/notices.js';
import { t } from '../../i18n/language.js';
import { choice, depots, me } from '../console-state.js';
import { caseApi } from './case-api.js';
import { ring } from './case-sound.js';

export const shownLists = ['open', 'returns', 'closed'] as const;

/** What is listed; an empty kind or severity does not narrow. */
export interface CaseFilter {
  readonly shown: (typeof shownLists)[number];
  readonly kind: string;
  readonly severity: string;
  readonly isMine: boolean;
}

const everything: CaseFilter = { shown: 'open', kind: '', severity: '', isMine: false };

export const caseFilter = signal<CaseFilter>(everything);
/** All that is open, as far as one page holds: what the badge counts. */
export const openCases = signal<readonly CaseRow[]>([]);
export const hasMoreOpen = signal(false);
/** Undefined until they have come. */
export const listedCases = signal<readonly CaseRow[]>();
export const hasMoreListed = signal(false);
export const casesFailure = signal<unknown>();
/** The row that keys act on. */
export const chosenCaseId = signal<number>();
export const shownCase = signal<Case>();
export const isClosing = signal(false);
/** What is late is said by the minute. */
export const clock = signal(Date.now());

const pageSize = 100;
const listSize = signal(pageSize);

/** How many are open, for the badge. */
export const openCount = computed(() => `${openCases.value.length}${hasMoreOpen.value ? '+' : ''}`);

const isPlain = ({ shown, kind, severity, isMine }: CaseFilter) =>
  shown === 'open' && kind === '' && severity === '' && !isMine;

function queryOf({ shown, kind, severity, isMine }: CaseFilter): Record<string, string> {
  const { depotId } = choice.value;
  const own = me.value?.name;
  return {
    ...(shown === 'returns' ? { returns: 'expected' } : { current: shown === 'open' ? 'yes' : 'no' }),
    ...(kind !== '' && { kind }),
    ...(severity !== '' && { severity }),
    ...(isMine && own !== undefined && { owner: own }),
    ...(depotId !== undefined && { depot: depotId }),
  };
}

let readings = 0;

/** Reads what is open and what is listed. Of two readings that overlap, the later one counts. */
export async function refreshCases(): Promise<void> {
  if (me.value?.permissions.includes('cases:read') !== true) return;
  const reading = ++readings;
  const filter = caseFilter.value;
  try {
    const [open, listed] = await Promise.all([
      caseApi.page(queryOf(everything), pageSize),
      isPlain(filter) && listSize.value === pageSize ? undefined : caseApi.page(queryOf(filter), listSize.value),
    ]);
    if (reading !== readings) return;
    const known = new Set(openCases.value.map(({ caseId }) => caseId));
    const isFirst = listedCases.value === undefined;
    const hasNew = open.data.some(({ caseId, status }) => status === 'open' && !known.has(caseId));
    if (!isFirst && hasNew) ring();
    batch(() => {
      openCases.value = open.data;
      hasMoreOpen.value = open.nextCursor !== null;
      listedCases.value = (listed ?? open).data;
      hasMoreListed.value = (listed ?? open).nextCursor !== null;
      casesFailure.value = undefined;
      clock.value = Date.now();
    });
    const shown = shownCase.value?.caseId;
    if (shown !== undefined) {
      const again = await caseApi.one(shown);
      if (shownCase.value?.caseId === shown) shownCase.value = again;
    }
  } catch (error) {
    if (reading === readings) casesFailure.value = error;
  }
}

export function filterCases(change: Partial<CaseFilter>): void {
  batch(() => {
    caseFilter.value = { ...caseFilter.value, ...change };
    listSize.value = pageSize;
    listedCases.value = isPlain(caseFilter.value) ? openCases.value : undefined;
    chosenCaseId.value = undefined;
  });
  void refreshCases();
}

/** The next page too; a list holds two at most. */
export function showMoreCases(): void {
  listSize.value = 2 * pageSize;
  void refreshCases();
}

export async function openCase(caseId: number): Promise<void> {
  chosenCaseId.value = caseId;
  try {
    shownCase.value = await caseApi.one(caseId);
  } catch (error) {
    tellFailure(error);
  }
}

export function leaveCase(): void {
  batch(() => {
    shownCase.value = undefined;
    isClosing.value = false;
  });
}

/** Does something to a case and shows what came of it. @returns whether it was done. */
export async function actOnCase(work: () => Promise<Case>): Promise<Case | undefined> {
  try {
    const done = await work();
    if (shownCase.value?.caseId === done.caseId) shownCase.value = done;
    await refreshCases();
    return done;
  } catch (error) {
    tellFailure(error);
    return undefined;
  }
}

export async function takeCase(caseId: number): Promise<void> {
  if ((await actOnCase(() => caseApi.take(caseId))) !== undefined) tell(t('case.taken'));
}

/** The row before or behind the chosen one. */
export function chooseNeighbour(step: 1 | -1): void {
  const rows = listedCases.value ?? [];
  const at = rows.findIndex(({ caseId }) => caseId === chosenCaseId.value);
  const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  if (next !== undefined) chosenCaseId.value = next.caseId;
}

/** Whose clock a case is told by. */
export function zoneOfCase({ depotId }: Pick<CaseRow, 'depotId'>): string | undefined {
  return depots.value.find((depot) => depot.depotId === depotId)?.timeZone;
}
