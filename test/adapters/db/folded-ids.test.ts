import { expect, it } from 'vitest';
import { foldId } from '../../../server/domain/fold-id.js';
import { eachDatabase } from '../../support/databases.js';

eachDatabase('ids as they are compared', (open) => {
  it('are the same in the database and in the program, whatever the letters', async () => {
    const { knex } = await open();
    const codes = Array.from({ length: 0xd7ff }, (_, at) => at + 1);
    const { rows } = await knex.raw(
      'select chr(code) as letter, folded_id(chr(code)) as folded from unnest(?::integer[]) as codes(code)',
      [codes],
    );
    const other = (rows as { letter: string; folded: string }[]).filter(
      ({ letter, folded }) => foldId(letter) !== folded,
    );
    expect(other).toEqual([]);
    expect(foldId('aé-ßжω1ı')).toBe('AÉ-ßЖΩ1ı');
  });

  it('make one of two letters never', () => {
    const small = Array.from({ length: 0xd7ff }, (_, at) => String.fromCharCode(at + 1));
    const capitals = new Map<string, string[]>();
    for (const letter of small) {
      const folded = foldId(letter);
      expect(folded).toHaveLength(1);
      capitals.set(folded, [...(capitals.get(folded) ?? []), letter]);
    }
    expect(Math.max(...[...capitals.values()].map((letters) => letters.length))).toBe(2);
  });
});
