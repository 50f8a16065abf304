import { expect, it } from 'vitest';
import { writtenDate, writtenMoment } from '../../../server/application/tables/written-dates.js';

it.each([
  ['2024-06-02', '2024-06-02'],
  ['2024-6-2', '2024-06-02'],
  ['2024/6/2', '2024-06-02'],
  ['2024.06.02', '2024-06-02'],
  ['2024年6月2日', '2024-06-02'],
  ['2024年 6月 2日', '2024-06-02'],
  ['2024-06-02 00:00:00', '2024-06-02'],
  ['2024-06-02T00:00:00', '2024-06-02'],
  ['2024/6/2 0:00', '2024-06-02'],
  // The year stands last.
  ['13/06/2024', undefined],
  ['06.06.2024', undefined],
  ['02.06.2024', undefined],
  ['6/2/2024', undefined],
  ['2024-06-02 08:00', undefined],
  ['2024-02-30', undefined],
  ['2024/13/1', undefined],
  ['32/13/2024', undefined],
  ['24-6-2', undefined],
  ['45445', undefined],
  ['', undefined],
])('%s names the day %s', (text, day) => {
  expect(writtenDate(text)).toBe(day);
});

it.each([
  ['2024/6/1 20:01', '2024-06-01T20:01'],
  ['2024年6月1日20:01:30', '2024-06-01T20:01:30'],
  ['2024-06-01T20:01:00+08:00', '2024-06-01T20:01:00+08:00'],
  ['2024-6-1 8:01 +0800', '2024-06-01T08:01+0800'],
  ['6/1/2024 20:01', '6/1/2024 20:01'],
  ['yesterday', 'yesterday'],
])('%s is the moment %s', (text, moment) => {
  expect(writtenMoment(text)).toBe(moment);
});
