import type { z } from 'zod';
import type { Facts } from '../../../facts.js';
import type { CollectingWave, Cutoff } from '../../cutoff.js';
import type { Station } from '../../network.js';

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
  | 'zone'
  | 'zones'
  | 'by-zone'
  | 'by-tier'
  | 'by-size'
  | 'parts'
  | 'zone-pairs'
  | 'hours'
  | 'weekdays'
  | 'breaks'
  | 'compartments';

/** One of a few words, as people read it. */
export interface Choice {
  readonly value: string;
  readonly label: Wording;
}

/** A part of a value of several, as a page asks for it. */
export interface AskedPart {
  readonly at: string;
  // biome-ignore lint/suspicious/noExplicitAny: each part is of a kind of its own
  readonly kind: ValueKind<any>;
  readonly label: Wording;
}

/** What a page must know to ask for a value: bounds as JSON has them, and how many of JSON's make one of the unit. */
export interface Asked {
  /** 1,000 where JSON counts grams and people kilograms; 1 where nothing is said. */
  readonly scale?: number;
  readonly least?: number;
  readonly most?: number;
  /** Of a text, or of each of several words, in characters. */
  readonly longest?: number;
  /** Of words, windows and the like: how many. */
  readonly mostEntries?: number;
  readonly choices?: readonly Choice[];
  /** What each zone, tier or size has. */
  // biome-ignore lint/suspicious/noExplicitAny: of any kind
  readonly of?: ValueKind<any>;
  readonly parts?: readonly AskedPart[];
}

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
  /** By its id in any case. */
  findStation(stationId: string): Pick<Station, 'depotId' | 'stationId'> | undefined;
  hasSku(skuId: string): boolean;
  /** In the order of their numbers. */
  cutoffsOf(depotId: string): readonly Cutoff[];
  /** Waves of named cutoffs that still take orders. */
  readonly collectingWaves: readonly CollectingWave[];
  /** The second of the day after which nothing leaves the depot; undefined where there is no such depot. */
  closesAt(depotId: string): number | undefined;
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
  readonly asked?: Asked;
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
