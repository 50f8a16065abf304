import type { Role } from '../../../domain/accounts/role.js';
import type { OwnDepots } from '../../../domain/own-depots.js';

/** A user's second factor as it is kept. Secrets are sealed. */
export interface KeptSecondFactor {
  /** Undefined while it is being set up for the first time. */
  readonly secret: string | undefined;
  readonly confirmedAt: Date | undefined;
  /** Of one that is being set up, in place of the one before. */
  readonly pending: string | undefined;
  readonly pendingAt: Date | undefined;
  /** Unused recovery codes. */
  readonly codesLeft: number;
}

/** Which roles must have a second factor. */
export interface SignInRules {
  readonly secondFactorRoles: readonly Role[];
}

/** Second factors, recovery codes, and what the installation asks for. */
export interface SecondFactorStore {
  findSecondFactor(userId: string): Promise<KeptSecondFactor | undefined>;
  /** Puts a sealed secret aside until a code of it is typed. */
  beginSecondFactor(userId: string, sealed: string, at: Date): Promise<void>;
  /**
   * Makes the pending secret the one that counts, with new recovery codes, and ends all other sessions of the user.
   *
   * @param pending the sealed secret that was looked at; false when another one is pending meanwhile.
   */
  confirmSecondFactor(
    userId: string,
    confirmed: { pending: string; step: number; codeHashes: readonly string[]; keptSessionHash: string },
    by: string,
    at: Date,
  ): Promise<boolean>;
  /** Takes the code of a step, once: false where it or a later one was taken before. */
  takeStep(userId: string, secret: string, step: number): Promise<boolean>;
  /**
   * Takes a recovery code, once.
   *
   * @param codeHashes in the forms in which it may be kept.
   * @returns how many are left; undefined where it is none, or was taken.
   */
  takeRecoveryCode(userId: string, codeHashes: readonly string[], by: string, at: Date): Promise<number | undefined>;
  replaceRecoveryCodes(userId: string, codeHashes: readonly string[], by: string, at: Date): Promise<void>;
  /**
   * Takes the second factor away.
   *
   * @param of whose asks: `action` stands in the audit, `depotIds` limits whom they see.
   * @throws NotFoundError for users that are not there or not seen.
   */
  removeSecondFactor(
    userId: string,
    of: { action: 'user.second-factor-off' | 'user.second-factor-reset'; depotIds?: OwnDepots },
    by: string,
    at: Date,
  ): Promise<void>;
  readSignInRules(): Promise<SignInRules>;
  changeSignInRules(rules: SignInRules, by: string, at: Date): Promise<void>;
}
