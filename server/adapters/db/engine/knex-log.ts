import type { Knex } from 'knex';
import type { Logger } from 'pino';

/** Sends what knex would print to our log. What it calls errors also reach the caller, who judges them. */
export function knexLog(log: Logger): Knex.Logger {
  return {
    debug: (message: unknown) => log.debug({ knex: message }, 'knex'),
    warn: (message: unknown) => log.warn({ knex: message }, 'knex'),
    error: (message: unknown) => log.warn({ knex: message }, 'knex'),
    deprecate: (method, alternative) => log.warn({ method, alternative }, 'knex: deprecated'),
  };
}
