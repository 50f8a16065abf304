import { expect, it } from 'vitest';
import { zoneInstant } from '../../web/console/view/zone-instant.js';

it('reads a time of the wall clock in the zone of a depot', () => {
  expect(zoneInstant('2024-06-14', '10:00', 'Asia/Shanghai')).toBe('2024-06-14T02:00:00.000Z');
  expect(zoneInstant('2024-06-14', '10:00', 'America/New_York')).toBe('2024-06-14T14:00:00.000Z');
});

it('goes by the clock that holds then, on a day on which clocks are changed', () => {
  // Clocks go forward at 02:00 on 2024-03-31 in Berlin.
  expect(zoneInstant('2024-03-31', '01:30', 'Europe/Berlin')).toBe('2024-03-31T00:30:00.000Z');
  expect(zoneInstant('2024-03-31', '10:00', 'Europe/Berlin')).toBe('2024-03-31T08:00:00.000Z');
});
