import { DispatchError } from '../domain/dispatch-error.js';

/** The key that secrets are encrypted with where the settings name none, in the data folder. */
export const keyFileName = 'secret.key';

/** A secret cannot be read with the keys that this process has. */
export class SecretUnreadableError extends DispatchError {
  constructor(message: string, cause?: unknown) {
    super('secret-unreadable', message, { cause });
  }
}

/** Encrypts what is kept and has to be read again, such as the secret that webhooks are signed with. */
export interface SecretBox {
  /**
   * @param purpose what the secret is of, e.g. `webhook hook-1`; it opens for the same only, so that nobody can put one
   * in another's place.
   */
  seal(secret: string, purpose: string): string;
  /** @throws SecretUnreadableError saying which key is missing, or that the text was changed. */
  open(sealed: string, purpose: string): string;
  /** Whether a text was sealed, and with the key that seals now. */
  isCurrent(text: string): boolean;
  isSealed(text: string): boolean;
}
