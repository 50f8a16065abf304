import { DispatchError } from '../../../domain/dispatch-error.js';
import { type Told, told } from '../../../domain/told.js';

/** Whom a provider vouches for. */
export interface Vouched {
  /** Issuer and id of the person, which stays theirs whatever they are called. */
  readonly subject: string;
  /** What the account of theirs is called here. */
  readonly login: string;
  /** What people call them; undefined where the provider does not say. */
  readonly name: string | undefined;
}

/** A sign-in of somebody else's that people of this house use, such as that of their company. */
export interface IdentityProvider {
  /** On the button of the page. */
  readonly name: string;
  /** Role of accounts that are added for who has none; undefined: none are. */
  readonly newUsers: NewProviderUsers | undefined;
  /**
   * Begins a sign-in.
   *
   * @returns where the browser goes, and what has to come back with it; nobody but this server may read that.
   * @throws ProviderUnreachableError
   */
  begin(): Promise<{ readonly address: string; readonly kept: string }>;
  /**
   * Takes what the browser came back with.
   *
   * @param query of the address that it came back to.
   * @throws ProviderRefusedError for what nobody of the provider answers for; ProviderUnreachableError,
   * ProviderMisconfiguredError
   */
  finish(query: string, kept: string): Promise<Vouched>;
}

export interface NewProviderUsers {
  readonly role: 'dispatcher' | 'picker';
  readonly depotId: string;
}

/** What came back was not said by the provider to this browser, or the provider says no. */
export class ProviderRefusedError extends DispatchError {
  constructor(sentence: Told, cause?: unknown) {
    super('provider-refused', sentence, { cause });
  }
}

/** The provider knows who it is, and that is not enough to find an account by: nobody guessed anything. */
export class ProviderUnsureError extends ProviderRefusedError {}

/** The provider does not know this server, or not as the settings say. People can do nothing about it. */
export class ProviderMisconfiguredError extends DispatchError {
  constructor(sentence: Told, cause?: unknown) {
    super('provider-misconfigured', sentence, { cause });
  }
}

export class ProviderUnreachableError extends DispatchError {
  constructor(name: string, cause: unknown) {
    super('provider-unreachable', told`${name} cannot be reached just now. Try again, or sign in with a password.`, {
      cause,
    });
  }
}
