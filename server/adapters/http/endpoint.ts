import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Actor } from '../../application/accounts/account-store.js';
import type { Repeatable } from '../../application/repeat.js';
import type { Permission } from '../../domain/accounts/role.js';
import type { Once } from './requests/idempotency.js';

/** What a handler gets: who asks, and what was sent, checked against the endpoint's schemas. */
export interface Ask<Body = unknown, Query = unknown> {
  readonly actor: Actor;
  /** Ids as the record keeps them, however they were typed. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
  /** Where the uploaded files lie until the answer is made; only for routes that say `upload`. */
  readonly files: readonly string[];
  /**
   * Runs what the request changes in one transaction, with the record that keeps it from being done twice. Only for
   * routes whose transaction is their `own`, around all that they change; the others are run in it as a whole.
   */
  readonly once: Once;
  /** The request as one that may come again, where it has an Idempotency-Key; for routes whose transaction is `shared`. */
  readonly repeatable: Repeatable | undefined;
  /** Whether who asks may still do so: for answers that take long. */
  isStillAllowed(): Promise<boolean>;
  readonly request: Request;
  readonly response: Response;
}

/** What may be sent at once; the disk is not filled with more. */
export interface UploadBounds {
  /** How many files. */
  readonly files: number;
  /** How many bytes each of them may have. */
  readonly bytes: number;
}

/** Tables of a day, or of a house's past. */
export const tableFiles: UploadBounds = { files: 20, bytes: 500_000_000 };

/**
 * One path of the API. Express's routes, the permission check, the description at /api/openapi.json and the access test
 * all come from the same list of these; an endpoint without a permission cannot be written down.
 */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /api/v1, with :names. */
  readonly path: string;
  /** `public` is for what works before signing in. */
  readonly permission: Permission | 'public';
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  /** What a success answers, as JSON; without it the answer has no body, or is one of `forms`. */
  readonly answer?: z.ZodType;
  /** What else a success may answer, by media type; undefined where JSON Schema cannot say. */
  readonly forms?: Readonly<Record<string, z.ZodType | undefined>>;
  /** Answers an ETag; changes need If-Match. */
  readonly etag?: 'answered' | 'needed';
  /** Takes `If-None-Match: *`: then what is there is not replaced. */
  readonly addsOnly?: boolean;
  /** Of a success; 200 unless said, and 204 where nothing is answered. */
  readonly status?: number;
  /** POSTs that create take an Idempotency-Key. */
  readonly creates?: boolean;
  /**
   * A request that changes something is one transaction from the first query to the last. `own` is for those that
   * compute for long before they write: they do so outside of it and call `once` around what they change. `shared` is
   * for those that may be written together with others: they look for what was kept of `repeatable` and keep it themselves.
   */
  readonly transaction?: 'own' | 'shared';
  /** Takes files as multipart/form-data instead of a JSON body, and no more or larger ones than this. */
  readonly upload?: UploadBounds;
  /** Fields of the request or the answer that must not be kept for repeats. */
  readonly secrets?: readonly string[];
  /** The value is sent as JSON; undefined when the handler answered by itself. */
  // biome-ignore lint/suspicious/noExplicitAny: each endpoint's schemas give its own types; the list holds them all
  handle(ask: Ask<any, any>): Promise<unknown>;
}

/** Keeps the types of a endpoint's schemas for its handler. */
export function endpoint<Body extends z.ZodType = z.ZodType<undefined>, Query extends z.ZodType = z.ZodType<object>>(
  definition: Omit<Endpoint, 'handle' | 'body' | 'query'> & {
    readonly body?: Body;
    readonly query?: Query;
    handle(ask: Ask<z.infer<Body>, z.infer<Query>>): Promise<unknown>;
  },
): Endpoint {
  return definition as Endpoint;
}
