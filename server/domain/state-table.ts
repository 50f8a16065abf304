import { TransitionError } from './dispatch-error.js';
import { plainly, told } from './told.js';

/** What each cause, a command or what reports come to, makes of each state. What is absent is refused. */
export type StateTable<State extends string, Cause extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Cause, State>>>>
>;

/** Which states may follow each, where a state is worked out from facts. What is absent is refused. */
export type NextStates<State extends string> = Readonly<Record<State, readonly State[]>>;

/** @throws TransitionError when the table has no state for it. */
export function stateAfter<State extends string, Cause extends string>(
  kind: string,
  table: StateTable<State, Cause>,
  from: State,
  cause: Cause,
): State {
  const to = table[from][cause];
  if (to === undefined) throw new TransitionError(kind, from, told`be ${plainly(cause)}`);
  return to;
}

/** Staying as it is is always allowed. @throws TransitionError when `to` may not follow `from`. */
export function assertNext<State extends string>(kind: string, next: NextStates<State>, from: State, to: State): void {
  if (from !== to && !next[from].includes(to)) throw new TransitionError(kind, from, told`become ${plainly(to)}`);
}
