import { loginKeyOf } from '../../domain/accounts/login.js';
import { TooManyAttemptsError } from '../../domain/dispatch-error.js';
import { plainly, type Told, told } from '../../domain/told.js';
import type { Clock } from '../clock.js';
import { hashSecret } from './secrets.js';

/** How many attempts something may make, and how it waits then. */
export interface AttemptRule {
  /** Attempts within the window before it has to wait. */
  readonly free: number;
  readonly windowSeconds: number;
  /** The first wait; each attempt after it doubles it. */
  readonly firstWaitSeconds: number;
  readonly longestWaitSeconds: number;
}

/** Attempts as all servers of a record count them. */
export interface AttemptStore {
  /**
   * Counts an attempt and says whether it may be made, in one statement: of attempts made at once no more than the rule
   * allows are admitted. One that has to wait is not counted.
   *
   * @returns when the next may be made; undefined where this one was admitted.
   */
  countAttempt(key: string, rule: AttemptRule, at: Date): Promise<Date | undefined>;
  /** Takes back one attempt, which was no guess, where those that it was counted with still count. */
  uncountAttempt(key: string, rule: AttemptRule, countedAt: Date, at: Date): Promise<void>;
  forgetAttempts(key: string): Promise<void>;
}

const minute = 60;
const usual = { windowSeconds: 15 * minute, firstWaitSeconds: minute };
/** Of one login from one address: nobody can lock out somebody elsewhere by it. */
const pairRule: AttemptRule = { ...usual, free: 10, longestWaitSeconds: 60 * minute };
/** Of one address for any login or link; an office behind one address has many people. */
const addressRule: AttemptRule = { ...usual, free: 50, longestWaitSeconds: 15 * minute };
/** Of one login from everywhere. Its owner has to wait too, so never for long. */
const loginRule: AttemptRule = { ...usual, free: 50, longestWaitSeconds: 5 * minute };

/** Codes of one account from one address: who guesses them has its password. */
const codePairRule: AttemptRule = { ...usual, free: 10, longestWaitSeconds: 60 * minute };
/** Of one account from everywhere: a million codes, of which three fit at a time, must stand it for years. */
const codeRule: AttemptRule = { ...usual, free: 20, longestWaitSeconds: 15 * minute };

interface Counted {
  readonly key: string;
  readonly rule: AttemptRule;
  readonly sentence: Told;
}

/** Slows down who guesses passwords and links, on all servers together; logins that do not exist count like others. */
export function makeAttempts(store: AttemptStore, clock: Clock) {
  const begin = async (counted: readonly Counted[]) => {
    const at = clock.now();
    for (const { key, rule, sentence } of counted) {
      const next = await store.countAttempt(key, rule, at);
      if (next !== undefined) {
        const seconds = Math.max(1, Math.ceil((next.getTime() - at.getTime()) / 1000));
        throw new TooManyAttemptsError(told`${sentence} Wait ${seconds} seconds.`, seconds);
      }
    }
    return {
      /** To be told when it was no guess. */
      async succeeded(): Promise<void> {
        const [narrowest, ...wider] = counted;
        await store.forgetAttempts(narrowest.key);
        for (const { key, rule } of wider) await store.uncountAttempt(key, rule, at, clock.now());
      },
    };
  };
  return {
    /**
     * Before a password is looked at.
     *
     * @param address undefined for what does not come over the network.
     * @throws TooManyAttemptsError
     */
    beginPassword(login: string, address: string | undefined) {
      // Hashed: people type passwords into the field of the login.
      const name = hashSecret(loginKeyOf(login));
      const ofLogin = {
        key: `login ${name}`,
        rule: loginRule,
        sentence: plainly('Too many failed attempts for this login.'),
      };
      if (address === undefined) return begin([ofLogin]);
      const ofPair = { key: `pair ${name} ${address}`, rule: pairRule, sentence: ofLogin.sentence };
      return begin([ofPair, ofAddress(address), ofLogin]);
    },

    /**
     * Before the code of a second factor is looked at. A password that was right takes back nothing of these.
     *
     * @throws TooManyAttemptsError
     */
    beginCode(userId: string, address: string | undefined) {
      const sentence = plainly('Too many wrong codes for this account.');
      const ofUser = { key: `code ${userId}`, rule: codeRule, sentence };
      if (address === undefined) return begin([ofUser]);
      return begin([{ key: `code ${userId} ${address}`, rule: codePairRule, sentence }, ofUser]);
    },

    /**
     * Before a one-time link is looked at.
     *
     * @throws TooManyAttemptsError
     */
    async beginLink(address: string | undefined) {
      if (address === undefined) return { succeeded: async () => undefined };
      const counted = ofAddress(address);
      const countedAt = clock.now();
      await begin([counted]);
      return { succeeded: () => store.uncountAttempt(counted.key, counted.rule, countedAt, clock.now()) };
    },
  };
}

function ofAddress(address: string): Counted {
  return {
    key: `address ${address}`,
    rule: addressRule,
    sentence: plainly('Too many failed attempts from this address.'),
  };
}
