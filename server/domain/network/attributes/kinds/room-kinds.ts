import { z } from 'zod';
import { plain } from '../../../kept-text.js';
import { formatThousandths, parseThousandths } from '../../../quantity.js';
import { count, thousandths } from './number-kinds.js';
import type { ValueKind } from './value-kind.js';

/** What a station can take of one zone; 0 is no limit. */
export interface StationRoom {
  readonly milliliters: number;
  readonly totes: number;
}

const mostMilliliters = 1_000_000_000;
const mostTotes = 100_000;

/** The room for one zone's goods: `300/12` in a cell, liters and totes. */
export function stationRoom(): ValueKind<StationRoom> {
  return {
    schema: z.strictObject({
      milliliters: z.int().min(0).max(mostMilliliters),
      totes: z.int().min(0).max(mostTotes),
    }),
    json: 'object',
    control: 'parts',
    asked: {
      parts: [
        {
          at: 'milliliters',
          kind: thousandths({ unit: 'liters', most: mostMilliliters }),
          label: { zh: '升', en: 'Liters' },
        },
        { at: 'totes', kind: count({ least: 0, most: mostTotes }), label: { zh: '箱', en: 'Totes' } },
      ],
    },
    unit: 'liters/totes',
    form: 'liters/totes, 0–1,000,000 and 0–100,000',
    codes: [],
    parse(cell, note) {
      const [liters, totes, ...more] = cell.split('/').map(plain);
      const milliliters = parseThousandths(liters);
      const isCount = totes !== undefined && /^\d{1,6}$/.test(totes) && Number(totes) <= mostTotes;
      if (milliliters !== undefined && milliliters <= mostMilliliters && isCount && more.length === 0) {
        return { milliliters, totes: Number(totes) };
      }
      note.refuse('not-a-decimal/room');
      return { milliliters: 0, totes: 0 };
    },
    format: ({ milliliters, totes }) => `${formatThousandths(milliliters)}/${totes}`,
  };
}
