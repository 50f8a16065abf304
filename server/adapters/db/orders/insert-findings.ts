import type { Knex } from 'knex';
import type { Finding } from '../../../application/tables/finding.js';
import { keptText } from '../../../domain/kept-text.js';
import { expectRows } from '../expect-rows.js';

const findingsPerStatement = 2000;

/** Keeps what an import found, in its order. */
export async function insertFindings(knex: Knex, importId: string, findings: readonly Finding[]): Promise<void> {
  for (let from = 0; from < findings.length; from += findingsPerStatement) {
    const part = findings.slice(from, from + findingsPerStatement).map((finding, at) => ({
      ...finding,
      no: from + at + 1,
    }));
    const result = await knex.raw(
      `insert into import_findings (import_id, finding_no, level, file, line, column_name, value, code, reason, sentence, facts)
       select ?, no, level, file, line, "column", value, code, reason, sentence, facts
       from jsonb_to_recordset(?::jsonb) as given(no integer, level text, file text, line integer, "column" text,
         value text, code text, reason text, sentence text, facts jsonb)`,
      [importId, JSON.stringify(part, (_key, value) => (typeof value === 'string' ? keptText(value) : value))],
    );
    expectRows(result, part.length, 'import findings');
  }
}
