import { z } from 'zod';
import { exportLanguages } from '../../../application/exchange/exports/export-words.js';
import { labelPaperNames } from '../../../application/exchange/exports/tote-labels.js';
import { id, name, type Sent } from '../shared-contract.js';

/** Which totes are meant; all of the wave where nothing is said. */
export const whichTotes = { zone: id.optional(), station: id.optional(), run: id.optional() };

export const labelOrder = name(
  'LabelOrder',
  z.strictObject({
    format: z.enum(['pdf', 'zpl']).default('pdf'),
    paper: z.enum(labelPaperNames).describe('Millimeters of a label, or columns and rows on A4, which is PDF only.'),
    language: z.enum(exportLanguages).default('zh'),
    ...whichTotes,
  }),
);
export type LabelOrder = Sent<typeof labelOrder>;
