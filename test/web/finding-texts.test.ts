import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importMessages } from '../../web/i18n/messages/import.js';

it('what an import refuses or warns of has a sentence in both languages', () => {
  const format = readFileSync('docs/import-format.md', 'utf8');
  const codes = format
    .split('\n')
    .filter((line) => /^\| `.*\| (refused|warned) \|/.test(line))
    .flatMap((line) => [...line.split('|')[1].matchAll(/`([a-z-]+)`/g)].map(([, code]) => code));
  expect(codes.length).toBeGreaterThan(40);
  const texts = importMessages as Readonly<Record<string, readonly string[]>>;
  for (const code of codes) {
    expect(texts[`finding.${code}`], code).toHaveLength(2);
    expect(texts[`finding.${code}`][0], code).toMatch(/\p{Script=Han}/u);
  }
});
