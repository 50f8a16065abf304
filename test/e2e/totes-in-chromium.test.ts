import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { readPdf } from '../support/pdf-text.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('totes in Chromium');
const at = new Installation('totes');
const wave = 'D1-20240614-1';
/** A customer of station S1 has 40 bottles of 1 kg, with the others' 45: three totes of 15 kg. */
const files = {
  ...smallDay,
  'orders.csv': `${smallDay['orders.csv']}O4,K4,normal,S1,2024-06-13T20:10:00+08:00,2024-06-14,1,40,48,chilled,\n`,
  'order_lines.csv': `${smallDay['order_lines.csv']}O4,1,MILK,40\n`,
};
let page: Page;

const totesOf = async (zone: string) => (await at.ask('GET', `/waves/${wave}/totes?zone=${zone}`)).data;
const cards = () => page.locator('.tote');
const numbers = () => page.locator('.tote__no').allTextContents();

describe.skipIf(!hasBrowser)('totes in Chromium', () => {
  beforeAll(async () => {
    await at.beginEmpty();
    await at.importFiles(files);
    await at.ask('POST', `/waves/${wave}/close`);
    const user = { login: 'packer', name: '装箱员', role: 'picker', password: 'a-long-password-of-words' };
    page = await at.pageOf(user, desk, `/floor?wave=${wave}`);
    await page.getByRole('tab', { name: '装箱' }).click();
    await cards().first().waitFor();
  }, 320_000);
  afterAll(() => at.end());

  it('are shown by zone and station, with what is in each', async () => {
    await page.locator('.zone-tabs').getByText('冷藏').click();
    await page.locator('.tote__no', { hasText: '3/3' }).waitFor();
    expect(await numbers()).toEqual(['1/3', '2/3', '3/3']);
    const [tote] = await totesOf('chilled');
    await cards().first().getByText(tote.labelCode).waitFor();
    const units = await page.locator('.tote__units').allTextContents();
    expect(units.reduce((sum, text) => sum + Number(text.slice(1)), 0)).toBe(45);
    await at.photograph(page, 'totes');
    await page.reload();
    await cards().first().waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe('pack');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(5000);
  });

  it('change as units move, from the keyboard too', async () => {
    await page.locator('.zone-tabs').getByText('冷藏').click();
    await page.locator('.tote__no', { hasText: '3/3' }).waitFor();
    const before = await totesOf('chilled');
    const sum = (tote: { lines: { quantity: number }[] }) => tote.lines.reduce((so, { quantity }) => so + quantity, 0);
    await cards().first().getByRole('button', { name: /^换箱/ }).first().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('spinbutton').fill('2');
    await dialog.getByRole('combobox').selectOption({ index: 1 });
    await at.photograph(page, 'move');
    await dialog.getByRole('button', { name: '换箱' }).click();
    await expect
      .poll(async () => (await totesOf('chilled')).map(sum))
      .toEqual([sum(before[0]) - 2, sum(before[1]), sum(before[2]) + 2]);
    await expect
      .poll(async () => {
        const units = await cards().first().locator('.tote__units').allTextContents();
        return units.reduce((so, text) => so + Number(text.slice(1)), 0);
      })
      .toBe(sum(before[0]) - 2);
  });

  it('get their labels as a file, on the paper that was chosen last', async () => {
    await page.getByRole('combobox', { name: '标签纸' }).selectOption('60x40');
    await page.getByRole('combobox', { name: '打哪些箱标' }).selectOption('zone');
    const download = page.waitForEvent('download');
    await page.locator('.labels').getByRole('button', { name: 'PDF' }).click();
    const file = await (await download).path();
    const pages = await readPdf(readFileSync(file));
    expect(pages).toHaveLength(3);
    expect(pages.flat().map(({ text }) => text)).toContain('一号站');
    const zpl = page.waitForEvent('download');
    await page.locator('.labels').getByRole('button', { name: 'ZPL' }).click();
    expect(readFileSync(await (await zpl).path(), 'utf8').match(/\^XA/g)).toHaveLength(3);
    await page.reload();
    await cards().first().waitFor();
    expect(await page.getByRole('combobox', { name: '标签纸' }).inputValue()).toBe('60x40');
    await page.getByRole('combobox', { name: '标签纸' }).selectOption('a4-3x8');
    expect(await page.locator('.labels').getByRole('button', { name: 'ZPL' }).isDisabled()).toBe(true);
    await page.locator('.zone-tabs').getByText('冷藏').click();
    await expect.poll(() => page.locator('.tote__head').getByText('箱标已打 2 次').count()).toBe(3);
  });

  it('get the labels of a run once there is one', async () => {
    await at.planWave(wave, 1);
    const [{ runId }] = (await at.ask('GET', `/runs?wave=${wave}`)).data;
    await page.reload();
    await page.locator(`option[value="${runId}"]`).waitFor({ state: 'attached' });
    await page.getByRole('combobox', { name: '打哪些箱标' }).selectOption(runId);
    const download = page.waitForEvent('download');
    await page.locator('.labels').getByRole('button', { name: 'PDF' }).click();
    const said = (await readPdf(readFileSync(await (await download).path()))).flat().map(({ text }) => text);
    expect(said.filter((text) => text.startsWith('第 1 车次'))).toHaveLength(5);
  });

  it('are found by the code on their label, whatever zone is shown, on a phone in English', async () => {
    await page.setViewportSize(phone);
    await page.getByRole('button', { name: 'EN' }).click();
    const [tote] = await totesOf('frozen');
    await page.getByRole('textbox', { name: 'Code of a tote (scan or type)' }).fill(tote.labelCode.toLowerCase());
    await page.keyboard.press('Enter');
    await page.locator('.tote--marked').getByText(tote.labelCode).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
    await at.photograph(page, 'phone');
    await page.getByRole('textbox', { name: 'Code of a tote (scan or type)' }).fill('NONE');
    await page.keyboard.press('Enter');
    await page.getByText('There is no tote with id NONE.').waitFor();
    expect(at.faults).toEqual([]);
  });
});
