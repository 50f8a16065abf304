import type { ComponentChildren } from 'preact';
import { scaled } from './rule-values.js';

interface RuleFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly type?: 'text' | 'number' | 'time';
  readonly most?: number;
  readonly step?: string;
  readonly hint?: string;
  readonly placeholder?: string;
}

/** One value of a rule with its name and what it is counted in. */
export function RuleField({ label, name, value, type = 'text', most, step, hint, placeholder }: RuleFieldProps) {
  return (
    <label class="rule">
      <span class="label">{label}</span>
      <input
        type={type}
        name={name}
        defaultValue={value}
        min={type === 'number' ? 0 : undefined}
        max={most}
        step={type === 'number' ? (step ?? 'any') : undefined}
        maxLength={type === 'text' ? 400 : undefined}
        placeholder={placeholder}
      />
      {hint !== undefined && <span class="small soft">{hint}</span>}
    </label>
  );
}

type NumberFieldProps = Pick<RuleFieldProps, 'label' | 'name' | 'step' | 'hint'>;

/** A price in the depot's currency, kept in millionths. */
export function PriceField({ micros, ...field }: NumberFieldProps & { readonly micros: number | undefined }) {
  return <RuleField {...field} type="number" most={100_000} value={scaled(micros, 6)} />;
}

/** An amount that is kept in thousandths. */
export function AmountField({
  thousandths,
  ...field
}: NumberFieldProps & { readonly most: number; readonly thousandths: number | undefined }) {
  return <RuleField {...field} type="number" step="0.001" value={scaled(thousandths, 3)} />;
}

/** Values that belong together, under one name. */
export function RuleGroup({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="rule-group">
      <legend class="label">{label}</legend>
      {children}
    </fieldset>
  );
}
