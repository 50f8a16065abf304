import type { z } from 'zod';
import type { Facts } from '../../../facts.js';

/** A text in both languages of the pages. */
export interface Wording {
  readonly zh: string;
  readonly en: string;
}

/** What a page asks for a value with. */
export type Control =
  | 'text'
  | 'number'
  | 'time'
  | 'check'
  | 'choice'
  | 'words'
  | 'zones'
  | 'by-zone'
  | 'by-tier'
  | 'zone-pairs'
  | 'hours'
  | 'breaks'
  | 'body'
  | 'compartments';

/** Tells what is wrong with a value: which sentence says it, and the facts in it beside the attribute's name. */
export interface Note {
  /**
   * @param sentence a code, with `/…` behind it where the code has several sentences.
   * @param at the part of the value, as a path with dots; empty for the whole.
   * @param about what of the value is meant, where it is less than all.
   */
  refuse(sentence: string, facts?: Facts, at?: string, about?: string): void;
  warn(sentence: string, facts?: Facts): void;
}

/** Tells of one part of the value that a note is about. */
export function noteOfPart(note: Note, part: string): Note {
  return {
    refuse: (sentence, facts) => note.refuse(sentence, facts, part),
    warn: (sentence, facts) => note.warn(sentence, facts),
  };
}

/** What values refer to: all that is there, or that the same import took before. */
export interface Known {
  readonly zoneIds: ReadonlySet<string>;
  readonly depotIds: Pick<ReadonlySet<string>, 'has' | 'size' | 'keys'>;
  /** Undefined where there is no such vehicle. */
  depotOfVehicle(vehicleId: string): string | undefined;
  /** Of depots that name none. */
  readonly timeZone: string;
}

/**
 * A kind of value with its bounds, stated once: how JSON has it, how a cell of a table has it, and what is refused.
 * Both ways give the same typed value, which `settle` then brings into its normal form.
 */
export interface ValueKind<T> {
  /** What the API takes and gives, with the bounds. */
  readonly schema: z.ZodType<T>;
  readonly json: 'string' | 'integer' | 'number' | 'boolean' | 'object';
  readonly control: Control;
  /** What is counted, as the columns of a table have it; undefined where nothing is. */
  readonly unit?: string;
  /** What may stand in a cell, in a few words. */
  readonly form: string;
  /** Codes of its refusals. */
  readonly codes: readonly string[];
  /** The value of a cell; what may stand in for one that was refused. */
  parse(cell: string, note: Note): T;
  /** The cell of a value: `parse` of it is the value again. */
  format(value: T): string;
  /** The normal form, for what came as JSON too; undefined where the value says no more than none would. */
  settle?(value: T, note: Note, known: Known): T | undefined;
  /** Of a value that takes several columns, by their paths in it. */
  readonly parts?: Parts<T>;
}

/** How several columns make one value. */
export interface Parts<T> {
  // biome-ignore lint/suspicious/noExplicitAny: each part is of a kind of its own
  readonly kinds: Readonly<Record<string, ValueKind<any>>>;
  /** What every value has; the columns of the rest may be missing. */
  readonly needed: readonly string[];
  /** From the cells that are not empty. */
  join(given: ReadonlyMap<string, unknown>, note: Note): T | undefined;
  split(value: T): ReadonlyMap<string, unknown>;
}
