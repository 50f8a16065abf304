import { smallDay } from './small-day.js';

const customers = Array.from({ length: 10 }, (_, at) => at);

/**
 * The small day, on which ten customers of one station order nine sacks each as well: 1,092 l and 910 kg with the sack that
 * is there already, more than any compartment holds or vehicle carries. Both vehicles drive.
 */
export const largeDay: Readonly<Record<string, string>> = {
  ...smallDay,
  'vehicles.csv': smallDay['vehicles.csv'].replace('maintenance', 'available'),
  'orders.csv': [
    smallDay['orders.csv'],
    ...customers.map((at) => `L${at},K${at},normal,S1,2024-06-13T20:20:00+08:00,2024-06-14,1,90,108,ambient,\n`),
  ].join(''),
  'order_lines.csv': [smallDay['order_lines.csv'], ...customers.map((at) => `L${at},1,RICE,9\n`)].join(''),
};
