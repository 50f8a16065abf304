import { z } from 'zod';
import { name, type Sent } from '../shared-contract.js';

const wording = name('Wording', z.object({ zh: z.string(), en: z.string() }));

const valueShape = {
  control: z
    .string()
    .describe('What a page asks for it with: text, number, time, check, choice, words, hours and so on.'),
  unit: z.string().optional(),
  scale: z
    .number()
    .optional()
    .describe('How many of what the API counts make one of the unit; 1 where nothing is said.'),
  least: z.number().optional().describe("In the API's count."),
  most: z.number().optional(),
  isWhole: z.literal(true).optional(),
  longest: z.int().optional().describe('Characters.'),
  mostEntries: z.int().optional(),
  choices: z.array(z.object({ value: z.string(), label: wording })).optional(),
};

const partForm = name('PartForm', z.object({ ...valueShape, at: z.string(), label: wording }));

/** What each zone, tier or size has. */
const innerForm = name('InnerForm', z.object({ ...valueShape, parts: z.array(partForm).optional() }));

export const attributeForm = name(
  'AttributeForm',
  z.object({
    ...valueShape,
    parts: z.array(partForm).optional(),
    of: innerForm.optional().describe('What each zone, tier or size has.'),
    field: z.string().describe('As a path with dots, such as rules.skills.'),
    at: z.string().describe('Where the thing itself has it, and so the audit: another path with dots.'),
    group: z.string().optional(),
    label: wording,
    help: wording.optional(),
    example: z.string().optional(),
    isRequired: z.boolean(),
    mayBeNull: z.boolean(),
    otherwise: z.unknown().optional().describe('What holds where nothing is said.'),
    isId: z.boolean(),
    isFixed: z.boolean().describe('Said when the thing is added, and never changed.'),
    isBesidePlans: z.boolean().describe('For people only: no plan goes by it.'),
    follows: z.boolean().describe('Follows from what is known where it is not said.'),
    endOf: z
      .string()
      .optional()
      .describe('The field of the time that this one ends: an earlier one is of the next day.'),
    refersTo: z.enum(['depots', 'vehicles', 'cutoffs']).optional(),
  }),
);
export type AttributeForm = Sent<typeof attributeForm>;
export type ValueForm = Sent<typeof innerForm>;
export type PartForm = Sent<typeof partForm>;

export const attributeForms = name(
  'AttributeForms',
  z.object({
    groups: z.array(z.object({ group: z.string(), label: wording })),
    data: z.array(z.object({ thing: z.string(), one: z.string(), attributes: z.array(attributeForm) })),
  }),
);
export type AttributeForms = Sent<typeof attributeForms>;
