import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withAttributeTables } from '../../scripts/docs/attribute-tables.js';
import { projectRoot } from '../../server/compiled.js';
import { attributesOf } from '../../server/domain/network/attributes/attribute.js';
import { things } from '../../server/domain/network/attributes/things.js';

const text = readFileSync(path.join(projectRoot, 'docs/import-format.md'), 'utf8');

describe('docs/import-format.md', () => {
  it('has the attributes as they are: npm run docs:attributes writes them anew', () => {
    expect(withAttributeTables(text)).toBe(text);
  });

  it('has every code that an attribute is refused with', () => {
    const codes = Object.values(things).flatMap((of) =>
      attributesOf(of).flatMap(({ attribute }) => attribute.kind.codes),
    );
    expect(codes.length).toBeGreaterThan(0);
    expect([...new Set(codes)].filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});
