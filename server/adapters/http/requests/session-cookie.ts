import type { Request, Response } from 'express';

export const sessionCookie = 'tuanda_session';

/** Gives the browser a session, or lets it keep one until later. */
export function giveSession(
  request: Request,
  response: Response,
  session: { readonly secret: string; readonly expiresAt: Date },
): void {
  response.cookie(sessionCookie, session.secret, {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(request),
    path: '/',
    expires: session.expiresAt,
  });
}

/** Whether browsers may send a cookie over https only. */
export function isSecure(request: Request): boolean {
  return request.secure || request.app.get('https only') === true;
}

export function takeSession(response: Response): void {
  response.clearCookie(sessionCookie, { path: '/' });
}
