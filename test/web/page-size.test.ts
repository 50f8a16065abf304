import { expect, it } from 'vitest';
import { measurePages } from '../../scripts/bench/pages.js';

it("keeps the pages small that are opened on cheap phones: a courier's under 60 kB", () => {
  const sizes = measurePages();
  expect(sizes.map(({ page }) => page)).toContain('courier');
  for (const { page, scriptBytes, styleBytes } of sizes) {
    expect(scriptBytes, page).toBeGreaterThan(1000);
    if (page !== 'index') expect(scriptBytes + styleBytes, page).toBeLessThan(60_000);
  }
});
