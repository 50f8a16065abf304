import { expect, it } from 'vitest';
import { runStyle } from '../../web/map/runs/run-style.js';

it('draws the first 32 runs each in its own pair of colour and dash', () => {
  const styles = Array.from({ length: 32 }, (_, at) => JSON.stringify(runStyle(at + 1)));
  expect(new Set(styles).size).toBe(32);
});
