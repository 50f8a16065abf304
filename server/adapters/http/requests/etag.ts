import type { Request } from 'express';
import { DispatchError, InvalidInputError } from '../../../domain/dispatch-error.js';

/** The mark of one version of a thing, for ETag and If-Match; a header holds plain letters only, an id may hold any. */
export function etagOf(id: string, version: number): string {
  return `"${encodeURIComponent(id)}.${version}"`;
}

/** @throws DispatchError 428 without If-Match, 412 when it is of an older version. */
export function assertMatch(request: Request, etag: string): void {
  const given = request.get('if-match');
  if (given === undefined) throw new DispatchError('if-match-missing', 'Send If-Match with the ETag that you saw.');
  if (given !== '*' && !given.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)) {
    throw new DispatchError('stale', 'It was changed meanwhile. Read it again, then decide.');
  }
}

/** Whether something is only added, never replaced. @throws InvalidInputError for any other mark than `*` */
export function isOnlyNew(request: Request): boolean {
  const given = request.get('if-none-match');
  if (given === undefined || given.trim() === '*') return given !== undefined;
  throw new InvalidInputError('Send If-None-Match: *, or leave it out. Other marks are not looked at.');
}
