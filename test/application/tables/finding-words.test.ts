import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeFinding, reasonIn } from '../../../server/application/tables/finding.js';
import { codeOf, findingWords, sentenceOf } from '../../../server/application/tables/finding-words/sentence.js';

const sources = ['server/domain', 'server/application', 'server/adapters/files'];

/** Every sentence that the sources name where they refuse or warn. */
function sentencesNamed(): Set<string> {
  const named = new Set<string>();
  for (const folder of sources) {
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!entry.endsWith('.ts') || entry.includes('finding-words')) continue;
      const text = readFileSync(path.join(folder, entry), 'utf8');
      if (!/refuse|warn|Finding|UnreadableFileError|sentence/.test(text)) continue;
      for (const [, sentence] of text.matchAll(/'([a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9-]+)?)'/g)) {
        if (Object.hasOwn(findingWords, sentence) || sentence.includes('/')) named.add(sentence);
      }
      const calls = /(?:note|faults|row|reader)\.(?:refuse|warn)\(\s*(?:[^'()]*?,\s*)?'([a-z-]+(?:\/[a-z0-9-]+)?)'/g;
      if (!/row-reader|import-scope|order-/.test(entry)) for (const [, code] of text.matchAll(calls)) named.add(code);
    }
  }
  return named;
}

it('every finding has a sentence in both languages that names the same facts', () => {
  expect(Object.keys(findingWords).length).toBeGreaterThan(80);
  const facts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [sentence, { zh, en }] of Object.entries(findingWords)) {
    expect(zh, sentence).toMatch(/\p{Script=Han}/u);
    expect(en, sentence).not.toMatch(/\p{Script=Han}/u);
    // A form is English; Chinese shows its example instead.
    const same = facts(en).map((name) => (name === 'form' ? 'example' : name));
    if (!zh.includes('{name}')) expect(facts(zh), sentence).toEqual(same.filter((name) => name !== 'name'));
    else
      expect(
        facts(zh).filter((name) => name !== 'name'),
        sentence,
      ).toEqual(same.filter((name) => name !== 'name'));
  }
});

it('every code that the documents list can be told, and every sentence that the sources name is there', () => {
  const format = readFileSync('docs/import-format.md', 'utf8');
  const codes = format
    .split('\n')
    .filter((line) => /^\| `.*\| (refused|warned) \|/.test(line))
    .flatMap((line) => [...line.split('|')[1].matchAll(/`([a-z-]+)`/g)].map(([, code]) => code));
  expect(codes.length).toBeGreaterThan(40);
  const told = new Set(Object.keys(findingWords).map(codeOf));
  for (const code of codes) expect(told, code).toContain(code);
  for (const code of told) expect(codes, code).toContain(code);
  const named = [...sentencesNamed()].filter((sentence) => told.has(codeOf(sentence)));
  expect(named.length).toBeGreaterThan(60);
  for (const sentence of named) expect(Object.keys(findingWords), sentence).toContain(sentence);
});

it('is told in the language of the reader, with its facts in it', () => {
  const place = { file: '订单.csv', line: 3, column: 'station_id', value: 'S9' };
  const finding = makeFinding('refused', place, 'unknown-station', { id: 'S9' });
  expect(finding).toMatchObject({ code: 'unknown-station', facts: { id: 'S9' } });
  expect(finding.reason).toBe('There is no station S9. Add it to stations.csv or correct the id.');
  expect(reasonIn(finding, 'zh')).toBe('没有自提点 S9。请加到自提点表，或改正编号。');
  expect(sentenceOf('not-a-decimal/comma', { name: '重量', most: 9, point: '1.5' }, 'zh')).toContain('1.5');
});
