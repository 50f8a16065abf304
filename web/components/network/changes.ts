import { signal } from '@preact/signals';
import { addMessages, t } from '../../i18n/language.js';
import { changeMessages } from '../../i18n/messages/manage/changes.js';
import { type Draft, type Fields, valueAt } from '../form/draft.js';
import { tell, tellFailure } from '../notices.js';
import { askForChanges, assertTaken, type ItemAnswer, type ItemChange, type Kind } from './change-api.js';

addMessages(changeMessages);

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

/** Reads again what the page shows of a kind. @throws ApiError */
export type ReadAgain = (kind: Kind) => Promise<void>;

/**
 * Changes things, however many, and remembers how to take that back. Each is answered by itself.
 *
 * @throws ApiError when none was changed; of a failure on the way, what was changed before can be taken back.
 */
export async function changeThings(
  kind: Kind,
  items: readonly ItemChange[],
  name: string,
  readAgain: ReadAgain,
): Promise<readonly ItemAnswer[]> {
  const data: ItemAnswer[] = [];
  for (let first = 0; first < items.length; first += mostAtOnce) {
    try {
      data.push(...(await askForChanges(kind, items.slice(first, first + mostAtOnce))).data);
    } catch (error) {
      if (first === 0) throw error;
      tellFailure(error);
      break;
    }
  }
  const taken = data.filter(({ effect }) => effect === 'changed');
  if (taken.length > 0) {
    const text =
      taken.length === 1 ? t('changes.changed.one', { name }) : t('changes.changed.many', { count: taken.length });
    lastChange.value = { kind, text, undo: () => takeBack(kind, taken, name, readAgain) };
    await readAgain(kind);
  }
  return data;
}

/** The same for one thing as it was filled in. @throws ApiError where it was refused. */
export async function changeThing(
  kind: Kind,
  id: string,
  thing: Fields,
  draft: Draft,
  name: string,
  readAgain: ReadAgain,
): Promise<void> {
  const change = draft.changes();
  const was = Object.fromEntries(Object.keys(change).map((field) => [field, valueAt(thing, field) ?? null]));
  const [answer] = await changeThings(kind, [{ id, change, was }], name, readAgain);
  assertTaken(answer);
}

/** Puts back what was before, as a change of its own; where somebody changed it meanwhile, theirs stays. */
async function takeBack(kind: Kind, answers: readonly ItemAnswer[], name: string, readAgain: ReadAgain): Promise<void> {
  const items = answers.map(({ id, before = {}, after = {} }) => ({ id, change: before, was: after }));
  const data = await changeThings(kind, items, name, readAgain);
  const refused = data.filter(({ effect }) => effect === 'refused').length;
  tell(refused === 0 ? t('changes.undone') : t('changes.undone.partly', { count: refused }));
}

export function undoLast(): void {
  const last = lastChange.value;
  if (last === undefined) return;
  last
    .undo()
    .then(() => changed.value++)
    .catch(tellFailure);
}
