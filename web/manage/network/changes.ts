import { signal } from '@preact/signals';
import { tell, tellFailure } from '../../components/notices.js';
import { t } from '../../i18n/language.js';
import { type ItemAnswer, type ItemChange, type Kind, networkApi } from './network-api.js';
import { loadOverview } from './network-state.js';

/** The last change, as it can be taken back: kept until there is another one. */
export interface LastChange {
  readonly kind: Kind;
  readonly text: string;
  readonly undo: () => Promise<void>;
}

export const lastChange = signal<LastChange>();
/** Counts changes that came from elsewhere than an open form, which then reads its thing again. */
export const changed = signal(0);

/** How many things one request changes. */
const mostAtOnce = 5000;

/**
 * Changes things, however many, and remembers how to take that back. Each is answered by itself.
 *
 * @throws ApiError when none was changed; of a failure on the way, what was changed before can be taken back.
 */
export async function changeThings(
  kind: Kind,
  items: readonly ItemChange[],
  name: string,
): Promise<readonly ItemAnswer[]> {
  const data: ItemAnswer[] = [];
  for (let first = 0; first < items.length; first += mostAtOnce) {
    try {
      data.push(...(await networkApi.change(kind, items.slice(first, first + mostAtOnce))).data);
    } catch (error) {
      if (first === 0) throw error;
      tellFailure(error);
      break;
    }
  }
  const taken = data.filter(({ effect }) => effect === 'changed');
  if (taken.length > 0) {
    const text =
      taken.length === 1 ? t('network.changed.one', { name }) : t('network.changed.many', { count: taken.length });
    lastChange.value = { kind, text, undo: () => takeBack(kind, taken, name) };
    await loadOverview(kind);
  }
  return data;
}

/** Puts back what was before, as a change of its own; where somebody changed it meanwhile, theirs stays. */
async function takeBack(kind: Kind, answers: readonly ItemAnswer[], name: string): Promise<void> {
  const items = answers.map(({ id, before = {}, after = {} }) => ({ id, change: before, was: after }));
  const data = await changeThings(kind, items, name);
  const refused = data.filter(({ effect }) => effect === 'refused').length;
  tell(refused === 0 ? t('network.undone') : t('network.undone.partly', { count: refused }));
}

export function rememberAdded(kind: Kind, id: string, name: string): void {
  lastChange.value = {
    kind,
    text: t('network.added', { name }),
    async undo() {
      await networkApi.remove(kind, id);
      lastChange.value = undefined;
      await loadOverview(kind);
    },
  };
}

/** The server keeps it for a day, with all that belongs to it. */
export function rememberRemoved(kind: Kind, id: string, name: string): void {
  lastChange.value = {
    kind,
    text: t('network.removed', { name }),
    async undo() {
      await networkApi.restore(kind, id);
      lastChange.value = undefined;
      await loadOverview(kind);
    },
  };
}

export function undoLast(): void {
  const last = lastChange.value;
  if (last === undefined) return;
  last
    .undo()
    .then(() => changed.value++)
    .catch(tellFailure);
}
