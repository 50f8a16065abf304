import type { AttributeForm } from '../../api/types.js';

/** Something to choose, and what people call it. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What the controls of a form choose from, beside what the attributes themselves say. */
export interface FormContext {
  readonly depots: readonly Option[];
  readonly vehicles: readonly Option[];
  readonly cutoffs: readonly Option[];
  /** Tiers that stations have. */
  readonly tiers: readonly string[];
  /** What may be said of a compartment. */
  readonly compartment: readonly AttributeForm[];
}

export const noContext: FormContext = { depots: [], vehicles: [], cutoffs: [], tiers: [], compartment: [] };
