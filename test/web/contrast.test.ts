import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';
import { runStyle } from '../../web/map/runs/run-style.js';

const base = readFileSync(path.join(projectRoot, 'web', 'styles', 'base.css'), 'utf8');
const token = (name: string) => {
  const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(base);
  if (found === null) throw new Error(`base.css has no --${name}.`);
  return found[1];
};

/** The contrast of two colours as WCAG 2.2 defines it: 1 for alike, 21 for black on white. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('colours that carry words', () => {
  const onGround = ['ink', 'ink-soft', 'brand', 'brand-strong', 'good', 'warn', 'bad'];
  it.each(onGround)('%s can be read on every ground', (name) => {
    for (const ground of ['surface', 'surface-sunk', 'ground'])
      expect(contrast(token(name), token(ground)), ground).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['good', 'warn', 'bad', 'frozen', 'chilled', 'fresh', 'ambient'])(
    '%s can be read on its pale ground',
    (name) => expect(contrast(token(name), token(`${name}-soft`))).toBeGreaterThanOrEqual(4.5),
  );

  it.each(['brand', 'brand-strong', 'good'])('white can be read on %s', (name) =>
    expect(contrast('#ffffff', token(name))).toBeGreaterThanOrEqual(4.5),
  );
});

describe('the line around a field', () => {
  it('can be seen, also by weak eyes', () => {
    expect(contrast(token('line-field'), token('surface'))).toBeGreaterThanOrEqual(3);
  });
});

describe("a run's colour", () => {
  const runs = Array.from({ length: 40 }, (_, at) => runStyle(at + 1));
  it('carries its number', () => {
    for (const { colour, textColour } of runs) expect(contrast(colour, textColour), colour).toBeGreaterThanOrEqual(4.5);
  });

  it('can be seen as a line on paper and on the map', () => {
    for (const { colour } of runs) {
      expect(contrast(colour, '#ffffff'), colour).toBeGreaterThanOrEqual(3);
      expect(contrast(colour, '#f6f5f1'), colour).toBeGreaterThanOrEqual(2.75);
    }
  });
});
