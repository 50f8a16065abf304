import { attributesOf, type Thing } from './attribute.js';
import { compartment } from './compartment.js';
import { type AttributeGroup, attributeGroups } from './groups.js';
import type { Choice, Control, ValueKind, Wording } from './kinds/value-kind.js';
import { things } from './things.js';

/** How a page asks for a value, or a part of one. */
export interface ValueForm {
  readonly control: Control;
  readonly unit?: string;
  /** How many of what the API counts make one of the unit; 1 where nothing is said. */
  readonly scale?: number;
  /** In the API's count. */
  readonly least?: number;
  readonly most?: number;
  readonly isWhole?: true;
  readonly longest?: number;
  readonly mostEntries?: number;
  readonly choices?: readonly Choice[];
  readonly parts?: readonly PartForm[];
  /** What each zone, tier or size has. */
  readonly of?: ValueForm;
}

export interface PartForm extends ValueForm {
  readonly at: string;
  readonly label: Wording;
}

/** One attribute of a thing, as a page asks for it. */
export interface AttributeForm extends ValueForm {
  /** As a path with dots, such as rules.skills. */
  readonly field: string;
  /** Where the thing itself has it, and so the audit. */
  readonly at: string;
  readonly group: AttributeGroup | undefined;
  readonly label: Wording;
  readonly help: Wording | undefined;
  readonly example: string | undefined;
  /** Nobody need say it: something holds otherwise, or nothing is limited. */
  readonly isRequired: boolean;
  readonly mayBeNull: boolean;
  readonly otherwise: unknown;
  readonly isId: boolean;
  readonly isFixed: boolean;
  readonly isBesidePlans: boolean;
  readonly follows: boolean;
  /** The field of the time that this one ends. */
  readonly endOf: string | undefined;
  readonly refersTo: 'depots' | 'vehicles' | 'cutoffs' | undefined;
}

export interface ThingForm {
  readonly thing: string;
  readonly one: string;
  readonly attributes: readonly AttributeForm[];
}

/** All that may be said of the things of the network, for forms that are drawn from it. */
export function describeThings(): readonly ThingForm[] {
  const all: [string, Thing][] = [...Object.entries(things), ['compartments', compartment]];
  return all.map(([thing, of]) => ({ thing, one: of.one, attributes: describeThing(of) }));
}

/** The words over the groups of attributes, in their order. */
export function describeGroups(): readonly { readonly group: AttributeGroup; readonly label: Wording }[] {
  return Object.entries(attributeGroups).map(([group, label]) => ({ group: group as AttributeGroup, label }));
}

function describeThing(of: Thing): AttributeForm[] {
  return attributesOf(of).map(({ field, atSteps, attribute, isOptional }) => ({
    ...formOf(attribute.kind),
    field,
    at: atSteps.join('.'),
    group: attribute.group,
    label: attribute.label,
    help: attribute.help,
    example: attribute.example,
    isRequired: !isOptional && attribute.otherwise === undefined && attribute.follows !== true,
    mayBeNull: attribute.otherwise === null,
    otherwise: attribute.otherwise ?? undefined,
    isId: attribute.isId === true,
    isFixed: attribute.isFixed === true,
    isBesidePlans: attribute.isBesidePlans === true,
    follows: attribute.follows === true,
    endOf: attribute.endOf,
    refersTo: attribute.refersTo,
  }));
}

function formOf({ control, unit, json, asked }: ValueKind<unknown>): ValueForm {
  const { of, parts, ...plain } = asked ?? {};
  return {
    control,
    unit,
    ...plain,
    isWhole: json === 'integer' && (asked?.scale ?? 1) === 1 ? true : undefined,
    parts: parts?.map(({ at, kind, label }) => ({ ...formOf(kind), at, label })),
    of: of === undefined ? undefined : formOf(of),
  };
}
