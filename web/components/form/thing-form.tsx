import '../../styles/form.css';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { FieldFault } from '../../api/api-error.js';
import type { AttributeForm, AttributeForms } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import type { Draft } from './draft.js';
import type { FormContext } from './form-context.js';
import { ValueField } from './value-field.js';
import { withLabels, word } from './wording.js';

export interface ThingFormProps {
  readonly groups: AttributeForms['groups'];
  readonly attributes: readonly AttributeForm[];
  readonly draft: Draft;
  readonly isNew: boolean;
  /** Who may not change it looks at it. */
  readonly mayChange: boolean;
  readonly context: FormContext;
  /** What the server refused, by fields. */
  readonly faults: readonly FieldFault[];
  /** What stands in a group beside its fields, such as the map beside the position. */
  readonly beside?: Readonly<Record<string, ComponentChildren>>;
}

/** Whatever may be said of a thing, drawn from the description of its attributes, group by group. */
export function ThingForm(props: ThingFormProps) {
  const { groups, attributes, draft, isNew, mayChange, context, faults, beside = {} } = props;
  const shown = attributes.filter(({ isId, isFixed }) => isNew || (!isId && !isFixed));
  const all = [
    ...groups.map(({ group, label }) => ({ group, label: word(label) })),
    { group: undefined, label: t('form.other') },
  ];
  return (
    <fieldset class="form" disabled={!mayChange}>
      {all.map(({ group, label }) => {
        const within = shown.filter((each) => each.group === group);
        if (within.length === 0) return null;
        return (
          <fieldset key={group ?? ''} class="form__group card">
            <legend>{label}</legend>
            <div class="form__fields">
              {within.map((each) => (
                <AttributeField
                  key={each.field}
                  form={each}
                  all={attributes}
                  draft={draft}
                  context={context}
                  faults={faults}
                />
              ))}
            </div>
            {group !== undefined && beside[group]}
          </fieldset>
        );
      })}
    </fieldset>
  );
}

interface AttributeFieldProps {
  readonly form: AttributeForm;
  /** Those of the thing, which sentences about this one may name. */
  readonly all?: readonly AttributeForm[];
  readonly draft: Draft;
  readonly context: FormContext;
  readonly faults: readonly FieldFault[];
}

/** Values that take more room than a column of the form has. */
const wide: ReadonlySet<string> = new Set([
  'by-zone',
  'by-tier',
  'by-size',
  'zone-pairs',
  'breaks',
  'compartments',
  'hours',
  'parts',
]);

/** One attribute: its name, its control, what helps, and what is wrong with it. */
export function AttributeField({ form, all = [form], draft, context, faults }: AttributeFieldProps) {
  const { field, control } = form;
  // Two forms may be open at once, one in front of the other.
  const id = useId();
  const own = draft.faultOf(field);
  const told = faults
    .filter((fault) => fault.field === field || fault.field.startsWith(`${field}.`))
    .map(({ reason }) => withLabels(reason, all));
  const wrong = own === undefined ? told : [own];
  // Names of map tags stand in marks for who reads the same in the docs.
  const help = form.help === undefined ? undefined : word(form.help).replaceAll('`', '');
  const describedBy = wrong.length > 0 ? `${id}-fault` : help === undefined ? undefined : `${id}-help`;
  const label = word(form.label);
  return (
    <div
      class={`form__field${wide.has(control) ? ' form__field--wide' : ''}${control === 'check' ? ' form__field--check' : ''}`}
    >
      <label class="label" for={id}>
        {label}
      </label>
      <ValueField
        form={form}
        value={draft.read(field)}
        id={id}
        label={label}
        describedBy={describedBy}
        isWrong={wrong.length > 0}
        context={context}
        onValue={(value, fault) =>
          draft.write(field, value === false && field.includes('.') ? undefined : value, fault)
        }
      />
      {wrong.length > 0 ? (
        <span id={`${id}-fault`} class="form__fault small" role="alert">
          {[...new Set(wrong)].join(' ')}
        </span>
      ) : (
        help !== undefined && (
          <span id={`${id}-help`} class="soft small">
            {help}
          </span>
        )
      )}
    </div>
  );
}
