import type { Request, Response } from 'express';
import type { Language } from '../../../domain/told.js';

/** The language that who asks prefers by `Accept-Language`; English unless that is Chinese. */
export function languageOf(request: Request, response: Response): Language {
  response.vary('Accept-Language');
  return request.acceptsLanguages(['en', 'zh']) === 'zh' ? 'zh' : 'en';
}
