import type { Knex } from 'knex';

/**
 * Has the transaction write and read values as text in one way, whatever the server's own settings are, for as long as
 * it needs.
 */
export async function setTextForms(transaction: Knex.Transaction): Promise<void> {
  const settings = {
    datestyle: 'ISO, MDY',
    intervalstyle: 'postgres',
    timezone: 'UTC',
    bytea_output: 'hex',
    // The shortest digits that give back the very same number.
    extra_float_digits: '1',
    statement_timeout: '0',
    idle_in_transaction_session_timeout: '0',
  };
  for (const [name, value] of Object.entries(settings)) {
    await transaction.raw('select set_config(?, ?, true)', [name, value]);
  }
}
