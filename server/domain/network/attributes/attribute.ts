import type { Facts } from '../../facts.js';
import type { AttributeGroup } from './groups.js';
import type { Note, ValueKind, Wording } from './kinds/value-kind.js';

/** What the house knows of an attribute beside the kind of its value. */
interface About {
  /** The column of an import; of a value that takes several, by their paths in it. Left out where no import has it. */
  readonly column?: string | Readonly<Record<string, string>>;
  /** Another header that partners' files have in place of the column. */
  readonly alsoColumn?: string;
  /** Every file has the column, though its cell may be empty. */
  readonly isInEveryFile?: true;
  /** Where the thing has it, as a path with dots, if not under the name of the API's field. */
  readonly at?: string;
  /** The field of the time that this one is the end of: a cell that is before it says a time of the next day. */
  readonly endOf?: string;
  /** The id that the thing goes by: it is in the path of a call. */
  readonly isId?: true;
  /** Follows from what is known where it is not said. */
  readonly follows?: true;
  /** Said when the thing is added, and never changed. */
  readonly isFixed?: true;
  /** For people only: no plan goes by it, so no plan is told that it changed. */
  readonly isBesidePlans?: true;
  /** Under which words a form has it; among the rest where nothing is said. */
  readonly group?: AttributeGroup;
  /** What its words are ids of. */
  readonly refersTo?: 'depots' | 'vehicles' | 'cutoffs';
  /** Although it has a column of its own in the record, an import without its column leaves what is known. */
  readonly staysUnsaid?: true;
  /** A cell, where the form of the kind alone says too little. */
  readonly example?: string;
  readonly label: Wording;
  readonly help?: Wording;
}

/** All that the house knows of one attribute of one kind of thing. */
export interface Attribute<T> extends About {
  readonly kind: ValueKind<NonNullable<T>>;
  /** What holds where nothing is said; without it the attribute is required. */
  readonly otherwise?: T;
}

// biome-ignore lint/suspicious/noExplicitAny: a list holds attributes of all kinds
export type Attributes = Readonly<Record<string, Attribute<any>>>;

/** A kind of thing: what each has, by the API's names, and what may be said of it beside that. */
export interface Thing {
  /** In sentences. */
  readonly one: string;
  /** Kept in columns of their own. */
  readonly attributes: Attributes;
  /** What limits nothing where it is not said. An import without its column leaves what is known. */
  readonly optional: Attributes;
  /** The field that holds what is optional, kept as one; undefined where it stands beside the rest. */
  readonly optionalIn?: 'rules';
}

type Written<T> = T extends Attribute<infer Value> ? Value : never;

/** What is optional of a thing, as far as it is said. */
export type Said<Optional extends Attributes> = { readonly [Field in keyof Optional]?: Written<Optional[Field]> };

/** A thing in the API's fields: what a call gives, what the cells of a row say, what a row of the record holds. */
export type Given<T extends Thing> = {
  -readonly [Field in keyof T['attributes']]: Written<T['attributes'][Field]>;
} & (T extends { readonly optionalIn: 'rules' } ? { rules: Changeable<Said<T['optional']>> } : Said<T['optional']>);

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Fields of any thing, by name. */
export type Fields = Record<string, unknown>;

/** An attribute of a thing, where in its fields it stands. */
export interface Placed {
  /** As a path with dots, such as rules.skills. */
  readonly field: string;
  /** The same, and where the thing itself has it, step by step. */
  readonly steps: readonly string[];
  readonly atSteps: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: of all kinds
  readonly attribute: Attribute<any>;
  readonly isOptional: boolean;
  /** The columns of an import and the paths in the value that they are; empty for the whole of it. */
  readonly columns: readonly { readonly column: string; readonly at: string }[];
}

/** An attribute that every thing has, or what holds for it otherwise. */
export function attribute<T>(
  definition: About & { readonly kind: ValueKind<T>; readonly otherwise?: NoInfer<T> },
): Attribute<T> {
  return definition as Attribute<T>;
}

/** An attribute that may be nothing: null in JSON, an empty cell. */
export function nullable<T>(definition: About & { readonly kind: ValueKind<T> }): Attribute<T | null> {
  return { ...definition, otherwise: null } as unknown as Attribute<T | null>;
}

const placed = new WeakMap<Thing, readonly Placed[]>();

/** The attributes of a thing in their order, the optional ones last. */
export function attributesOf(of: Thing): readonly Placed[] {
  const known = placed.get(of);
  if (known !== undefined) return known;
  const place = (prefix: string, isOptional: boolean, list: Attributes) =>
    Object.entries(list).map(([field, each]): Placed => {
      const { column = {} } = each;
      const columns = typeof column === 'string' ? { '': column } : column;
      return {
        field: `${prefix}${field}`,
        steps: `${prefix}${field}`.split('.'),
        atSteps: `${prefix}${each.at ?? field}`.split('.'),
        attribute: each,
        isOptional,
        columns: Object.entries(columns).map(([at, name]) => ({ column: name, at })),
      };
    });
  const prefix = of.optionalIn === undefined ? '' : `${of.optionalIn}.`;
  const all = [...place('', false, of.attributes), ...place(prefix, true, of.optional)];
  placed.set(of, all);
  return all;
}

/** The field that a thing's id stands in. */
export function idFieldOf(of: Thing): string {
  return Object.keys(of.attributes).find((field) => of.attributes[field].isId === true)!;
}

/** What is at a path, step by step; undefined where there is nothing. */
export function valueAt(from: unknown, steps: readonly string[]): unknown {
  let value = from;
  for (const step of steps) value = (value as Fields | undefined)?.[step];
  return value;
}

/** Puts a value at a path. */
export function putAt(into: Fields, steps: readonly string[], value: unknown): void {
  let object = into;
  for (let at = 0; at < steps.length - 1; at++) object = (object[steps[at]] ??= {}) as Fields;
  object[steps[steps.length - 1]] = value;
}

/** Something about a field that a person should know. */
export interface Fault {
  readonly level: 'refused' | 'warned';
  /** As a path with dots, such as rules.breaks.0.seconds. */
  readonly field: string;
  /** The code of what is wrong, with `/…` behind it where the code has several sentences. */
  readonly sentence: string;
  /** What the sentence says beside the name of the field. */
  readonly facts: Facts;
  /** What of the value is meant, where it is less than all. */
  readonly about?: string;
}

/** Collects what is wrong with a thing, by its fields. */
export class Faults {
  readonly list: Fault[] = [];

  /** @param isSaid whether a field was given at all, rather than left as it is known. */
  constructor(readonly isSaid: (field: string) => boolean = () => true) {}

  get refused(): boolean {
    return this.list.some(({ level }) => level === 'refused');
  }

  refuse(field: string, sentence: string, facts: Facts = {}, about?: string): void {
    this.list.push({ level: 'refused', field, sentence, facts, about });
  }

  /** Takes over what was found about a part, such as one compartment of a vehicle. */
  takeFrom(part: Faults, prefix: string): void {
    for (const { field, facts, ...fault } of part.list) {
      const named = Object.entries(facts).map(([name, fact]) => [
        name,
        typeof fact === 'object' ? { field: `${prefix}.${fact.field}` } : fact,
      ]);
      this.list.push({ ...fault, field: `${prefix}.${field}`, facts: Object.fromEntries(named) });
    }
  }

  /** For what is found about one field. */
  noteOf(field: string): Note {
    return new FieldNote(this.list, field);
  }
}

/** One for each field of each row: without closures, for imports have millions. */
class FieldNote implements Note {
  constructor(
    private readonly list: Fault[],
    private readonly field: string,
  ) {}

  refuse(sentence: string, facts: Facts = {}, at = '', about?: string): void {
    const field = at === '' ? this.field : `${this.field}.${at}`;
    this.list.push({ level: 'refused', field, sentence, facts, about });
  }

  warn(sentence: string, facts: Facts = {}): void {
    this.list.push({ level: 'warned', field: this.field, sentence, facts });
  }
}
