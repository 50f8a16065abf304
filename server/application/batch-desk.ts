import { DispatchError } from '../domain/dispatch-error.js';

/** What a desk does with the requests that wait at it. */
export interface DeskWork<Request, Answer> {
  /** Requests of different lanes never wait for each other. */
  laneOf(request: Request): string;
  /** What only one request of a transaction may be about. Those about the same thing go one after the other, as they came. */
  subjectsOf(request: Request): readonly string[];
  /** Of a request, in any unit. */
  sizeOf(request: Request): number;
  /** Of the requests of one transaction together; one that is larger goes alone. */
  readonly mostSize: number;
  /** Takes requests in one transaction. @returns as they are ordered, each an answer or the error that it gets. */
  together(requests: readonly Request[]): Promise<readonly (Answer | Error)[]>;
  /** Takes a request that could not be taken together with others. */
  alone(request: Request): Promise<Answer | Error>;
  /** For whom is sent away. */
  tooBusy(): DispatchError;
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly subjects: readonly string[];
  readonly size: number;
  readonly tooLong: NodeJS.Timeout;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** More than this in one transaction makes those who wait behind it wait longer than it spares. */
const mostRequests = 64;
/** Who would wait longer is told to come again. */
const longestWaitMilliseconds = 2_500;
const mostWaiting = 2_000;

/**
 * Takes requests that come one by one: those of a lane that wait together are one transaction, so that its commit and its
 * locks are shared by all of them, and cost less each the more there are. A request is taken whole or not at all, and
 * answered only when that stands. Where a transaction fails, each of its requests is tried alone.
 */
export function makeBatchDesk<Request, Answer>(work: DeskWork<Request, Answer>) {
  type Entry = Waiting<Request, Answer>;
  /** A lane is there while it is worked through. */
  const lanes = new Map<string, Entry[]>();
  let waitingInAll = 0;

  const leave = (entries: readonly Entry[]) => {
    waitingInAll -= entries.length;
    for (const { tooLong } of entries) clearTimeout(tooLong);
  };

  const enter = (lane: string, request: Request, resolve: Entry['resolve'], reject: Entry['reject']) => {
    const entry: Entry = {
      request,
      subjects: work.subjectsOf(request),
      size: work.sizeOf(request),
      // Nothing of it was begun while it waits.
      tooLong: setTimeout(() => {
        const waiting = lanes.get(lane)!;
        waiting.splice(waiting.indexOf(entry), 1);
        leave([entry]);
        reject(work.tooBusy());
      }, longestWaitMilliseconds),
      resolve,
      reject,
    };
    waitingInAll++;
    const waiting = lanes.get(lane);
    if (waiting !== undefined) waiting.push(entry);
    else {
      const begun = [entry];
      lanes.set(lane, begun);
      void workThrough(lane, begun);
    }
  };

  const workThrough = async (lane: string, waiting: Entry[]) => {
    while (waiting.length > 0) {
      const together = takeTogether(waiting, work.mostSize);
      leave(together);
      await settle(together);
    }
    lanes.delete(lane);
  };

  const settle = async (together: readonly Entry[]): Promise<void> => {
    const [first] = together;
    const isAlone = together.length === 1;
    try {
      const answers = isAlone
        ? [await work.alone(first.request)]
        : await work.together(together.map(({ request }) => request));
      together.forEach(({ resolve, reject }, at) => {
        const answer = answers[at];
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    } catch (error) {
      if (isAlone || isOfDatabase(error)) for (const { reject } of together) reject(error);
      else for (const each of together) await settle([each]);
    }
  };

  return {
    /**
     * Takes a request; resolves when it stands.
     *
     * @throws DispatchError as `tooBusy` says when too many wait already or it waited too long; nothing of it was taken.
     */
    take(request: Request): Promise<Answer> {
      if (waitingInAll >= mostWaiting) return Promise.reject(work.tooBusy());
      return new Promise((resolve, reject) => enter(work.laneOf(request), request, resolve, reject));
    },
  };
}

/** What every request would meet alone as well, after as long a wait. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof DispatchError && /^(database-|ENGINE_)/.test(error.code);
}

/** Takes those off the list that go together. What is about the same thing as one that stays, stays behind it. */
function takeTogether<Entry extends Pick<Waiting<unknown, unknown>, 'subjects' | 'size'>>(
  waiting: Entry[],
  mostSize: number,
): Entry[] {
  const together: Entry[] = [];
  const left: Entry[] = [];
  const subjects = new Set<string>();
  let size = 0;
  for (const next of waiting) {
    const fits = together.length === 0 || (together.length < mostRequests && size + next.size <= mostSize);
    if (fits && !next.subjects.some((subject) => subjects.has(subject))) {
      together.push(next);
      size += next.size;
    } else left.push(next);
    for (const subject of next.subjects) subjects.add(subject);
  }
  waiting.splice(0, waiting.length, ...left);
  return together;
}
