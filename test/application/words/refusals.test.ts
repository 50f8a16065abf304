import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusOf } from '../../../server/adapters/http/requests/problem.js';
import { chineseSentences } from '../../../server/application/words/chinese-sentences.js';
import { chineseWords } from '../../../server/application/words/chinese-words.js';
import { refusalTitle } from '../../../server/application/words/refusal-titles.js';
import { tellFault } from '../../../server/application/words/tell-fault.js';
import { tellIn } from '../../../server/application/words/tell-in.js';
import { projectRoot } from '../../../server/compiled.js';
import { runAfter } from '../../../server/domain/delivery/run.js';
import { NotFoundError, toldOf } from '../../../server/domain/dispatch-error.js';
import { saidIn, told } from '../../../server/domain/told.js';

/** What people meet through pages and calls; starting, restoring and distant engines speak to who runs the server. */
const rooms = ['domain', 'application', 'adapters/http', 'adapters/db', 'adapters/jobs', 'adapters/webhooks'];
const forOperators = /adapters\/db\/engine\/|adapters\/db\/backups\/record\/|connections\/http-server/;

/** A template from behind its first backtick, with its facts as {0}, {1} …, as `told` makes it. */
function templateAt(source: string, from: number): string {
  let text = '';
  let facts = 0;
  for (let at = from; source[at] !== '`'; at++) {
    if (source[at] === '$' && source[at + 1] === '{') {
      at = endOfFact(source, at + 2);
      text += `{${facts++}}`;
    } else text += source[at];
  }
  return text;
}

/** The place of the brace that ends a fact; within it may stand further templates. */
function endOfFact(source: string, from: number): number {
  let depth = 1;
  for (let at = from; ; at++) {
    if (source[at] === '`') at = source.indexOf('`', at + 1);
    else if (source[at] === '{') depth++;
    else if (source[at] === '}' && --depth === 0) return at;
  }
}

const plainSentence =
  /(?:DispatchError|InvalidInputError|ConflictError|TooManyAttemptsError|plainly)\(\s*(?:'[a-zA-Z-]+',\s*)?(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/g;

/** Every sentence that the sources say with `told` or to an error, by where it first stands. */
function sentencesOfSources(): Map<string, string> {
  const found = new Map<string, string>();
  for (const room of rooms) {
    const folder = path.join(projectRoot, 'server', room);
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const at = path.posix.join(room, file);
      if (!file.endsWith('.ts') || forOperators.test(at)) continue;
      const source = readFileSync(path.join(folder, file), 'utf8');
      for (const match of source.matchAll(/(?<![\w.`]|\bas )told`/g)) {
        found.set(templateAt(source, match.index + match[0].length), at);
      }
      for (const [, single, double] of source.matchAll(plainSentence)) {
        const sentence = (single ?? double).replaceAll("\\'", "'");
        if (/[ .]/.test(sentence)) found.set(sentence, at);
      }
    }
  }
  return found;
}

const factsOf = (sentence: string) => [...sentence.matchAll(/\{\d+\}/g)].map(([fact]) => fact).sort();

describe('refusals in Chinese', () => {
  it('are there for every sentence that the sources say', () => {
    const sentences = sentencesOfSources();
    expect(sentences.size).toBeGreaterThan(150);
    const missing = [...sentences].filter(([text]) => !(text in chineseSentences || text in chineseWords));
    expect(missing).toEqual([]);
  });

  it('are whole templates: a sentence that is joined to another would be said as an object', () => {
    const joined = /told`[^`]*`\s*\+|\+\s*told`/;
    const server = path.join(projectRoot, 'server');
    const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    expect(files.filter((file) => joined.test(readFileSync(path.join(server, file), 'utf8')))).toEqual([]);
  });

  it('tell no fact that the English sentence lacks, and are Chinese', () => {
    const strange = Object.entries(chineseSentences).filter(
      ([english, chinese]) => !factsOf(chinese).every((fact) => factsOf(english).includes(fact)),
    );
    expect(strange).toEqual([]);
    const latin = Object.values(chineseSentences).filter((text) => /[a-z]{3,} [a-z]{3,} [a-z]{3,}/.test(text));
    expect(latin).toEqual([]);
  });

  it('have a title of their own for every code that has a status', () => {
    for (const code of Object.keys(statusOf)) expect(refusalTitle('zh', code), code).toMatch(/\p{Script=Han}/u);
    expect(refusalTitle('en', 'wave-closed')).toBe('Wave closed');
  });

  it('say kinds and states in Chinese too', () => {
    expect(tellIn('zh', new NotFoundError('pick list', 'P1').told)).toBe('没有编号为 P1 的拣货单。');
    const refused = () => runAfter('finished', 'released');
    expect(refused).toThrow('A run that is finished cannot be released.');
    const fault = (() => {
      try {
        return refused();
      } catch (error) {
        return toldOf(error);
      }
    })();
    expect(tellFault('zh', fault as never)).toBe('车次现在是“已完成”，不能变为“已下发”。');
  });

  it('fall back to what the refusal is called, never to an English sentence', () => {
    const fault = { code: 'routing-unavailable', detail: 'OSRM said: no.', told: told`OSRM said: ${'no'}.` };
    expect(tellFault('zh', fault)).toBe('路网引擎没有答复。');
    expect(tellFault('en', fault)).toBe('OSRM said: no.');
    expect(tellIn('zh', saidIn('zh', '正文：不对。'))).toBe('正文：不对。');
  });
});
