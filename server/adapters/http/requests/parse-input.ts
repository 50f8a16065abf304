import { z } from 'zod';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { type Language, saidIn } from '../../../domain/told.js';

/** What was sent, by its schema. @throws InvalidInputError that names every field at fault, in the language of who asks. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  language: Language,
): z.infer<Schema> {
  return parse(schema, body, language, language === 'zh' ? '正文' : 'The body');
}

/** @throws InvalidInputError that names every parameter at fault, unknown ones too. */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  query: unknown,
  language: Language,
): z.infer<Schema> {
  return parse(schema, query, language, language === 'zh' ? '查询' : 'The query');
}

/** Faults of one request that are told. */
const mostTold = 100;

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  language: Language,
  whole: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const form = closestForm(schema, value);
  const { error = parsed.error } = form === schema ? parsed : form.safeParse(value);
  // Who sends thousands of the same fault learns nothing from the rest, and the answer would be larger than what was sent.
  const faults = error.issues
    .slice(0, mostTold)
    .flatMap((issue) => faultsOf(issue, language))
    .slice(0, mostTold);
  const detail =
    language === 'zh'
      ? faults.map(({ field, reason }) => `${field || whole}：${reason}。`).join('')
      : faults.map(({ field, reason }) => `${field || whole}: ${reason}.`).join(' ');
  throw new InvalidInputError(saidIn(language, detail), faults);
}

/** Of a schema with several forms, the one that has most of the fields that were sent: its faults are the ones to tell. */
function closestForm(schema: z.ZodType, value: unknown): z.ZodType {
  if (!(schema instanceof z.ZodUnion) || typeof value !== 'object' || value === null) return schema;
  const sent = Object.keys(value);
  let closest: z.ZodType = schema;
  let most = 0;
  for (const form of schema.options) {
    if (!(form instanceof z.ZodObject)) continue;
    const known = sent.filter((field) => field in form.shape).length;
    if (known > most) closest = form;
    most = Math.max(most, known);
  }
  return closest;
}

interface Fault {
  /** With dots between the steps, e.g. lines.0.quantity; empty for the whole. */
  readonly field: string;
  readonly reason: string;
}

const inChinese = z.locales.zhCN().localeError;

function faultsOf(issue: z.core.$ZodIssue, language: Language): Fault[] {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const before = field === '' ? '' : `${field}.`;
    return issue.keys.map((key) => ({
      field: `${before}${key}`,
      reason: language === 'zh' ? '这里没有这一项' : 'There is no such field here',
    }));
  }
  if (issue.code === 'invalid_union') {
    // The form that comes closest tells most.
    const tries = issue.errors
      .map((errors) => errors.flatMap((each) => faultsOf(each, language)))
      .sort((one, other) => one.length - other.length);
    const closest = tries[0] ?? [];
    if (closest.length > 0) {
      return closest.map((fault) => ({ ...fault, field: [field, fault.field].filter(Boolean).join('.') }));
    }
  }
  const chinese = language === 'zh' ? inChinese(issue as never) : undefined;
  return [{ field, reason: (typeof chinese === 'string' ? chinese : chinese?.message) ?? issue.message }];
}
