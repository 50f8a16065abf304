import { useEffect, useRef, useState } from 'preact/hooks';
import type { AttributeForm } from '../../../api/types.js';
import { makeDraft } from '../../../components/form/draft.js';
import { AttributeField } from '../../../components/form/thing-form.js';
import { word } from '../../../components/form/wording.js';
import type { ItemAnswer, Kind } from '../../../components/network/change-api.js';
import { attributesOf } from '../../../components/network/described.js';
import { tell, tellFailure } from '../../../components/notices.js';
import { t } from '../../../i18n/language.js';
import { changeThings } from '../changes.js';
import { formContext } from '../network-state.js';
import { tableState } from '../table/table-state.js';
import { ImpactNote, isEnding } from './impact-note.js';

/** What is of one thing alone, or needs its own picture: not set for several at once. */
const single: ReadonlySet<string> = new Set([
  'name',
  'nameZh',
  'nameEn',
  'lon',
  'lat',
  'compartments',
  'phone',
  'rules.contactPhone',
]);

/** One field set to one value for all that are chosen, in one request; who was refused is named, and why. */
export function BulkDialog({ kind, onClose }: { readonly kind: Kind; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { chosen } = tableState(kind);
  const fields = attributesOf(kind).filter(
    // The end of a time is told by each one's own beginning.
    ({ isId, isFixed, field, endOf }) => !isId && !isFixed && endOf === undefined && !single.has(field),
  );
  const [field, setField] = useState(fields.find((each) => each.field === 'status')?.field ?? fields[0]?.field ?? '');
  const [refused, setRefused] = useState<readonly ItemAnswer[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const ids = [...chosen.value];
  const form = fields.find((each) => each.field === field);
  const save = async (value: unknown) => {
    setIsBusy(true);
    try {
      const answers = await changeThings(
        kind,
        ids.map((id) => ({ id, change: { [field]: value ?? null } })),
        ids[0],
      );
      const bad = answers.filter(({ effect }) => effect === 'refused');
      const changed = answers.filter(({ effect }) => effect === 'changed').length;
      setRefused(bad);
      tell(t('bulk.done', { changed, same: answers.length - changed - bad.length }));
      if (bad.length === 0) dialog.current?.close();
    } catch (error) {
      tellFailure(error);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <dialog ref={dialog} class="dialog bulk" onClose={onClose} aria-label={t('bulk.title', { count: ids.length })}>
      <h2>{t('bulk.title', { count: ids.length })}</h2>
      <label class="field">
        <span>{t('bulk.field')}</span>
        <select value={field} onChange={(event) => setField(event.currentTarget.value)}>
          {fields.map((each) => (
            <option key={each.field} value={each.field}>
              {word(each.label)}
            </option>
          ))}
        </select>
      </label>
      {form !== undefined && (
        <BulkValue
          key={field}
          kind={kind}
          form={form}
          ids={ids}
          isBusy={isBusy}
          onSave={(value) => void save(value)}
          onCancel={() => dialog.current?.close()}
        />
      )}
      {refused.length > 0 && (
        <div class="bulk__refused" role="alert">
          <p class="late">{t('bulk.refused', { count: refused.length })}</p>
          <ul>
            {refused.slice(0, 50).map(({ id, detail }) => (
              <li key={id}>
                <strong>{id}</strong> {detail}
              </li>
            ))}
          </ul>
        </div>
      )}
    </dialog>
  );
}

interface BulkValueProps {
  readonly kind: Kind;
  readonly form: AttributeForm;
  readonly ids: readonly string[];
  readonly isBusy: boolean;
  readonly onSave: (value: unknown) => void;
  readonly onCancel: () => void;
}

function BulkValue({ kind, form, ids, isBusy, onSave, onCancel }: BulkValueProps) {
  const [draft] = useState(() => makeDraft({}, [form]));
  const value = draft.read(form.field);
  const isMissing =
    value === undefined && (form.isRequired || form.otherwise !== undefined) && form.control !== 'check';
  const isBad = draft.faultOf(form.field) !== undefined || isMissing;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBad) onSave(form.control === 'check' && !form.field.includes('.') ? value === true : value);
      }}
    >
      <AttributeField form={form} draft={draft} context={formContext(undefined)} faults={[]} />
      {value === undefined && !isMissing && form.control !== 'check' && <p class="soft small">{t('bulk.empty')}</p>}
      {isEnding(form.field, form.control === 'check' ? value === true : value) && <ImpactNote kind={kind} ids={ids} />}
      <div class="dialog__actions">
        <button type="button" class="button" onClick={onCancel}>
          {t('general.cancel')}
        </button>
        <button type="submit" class="button button--primary" disabled={isBusy || isBad}>
          {t('bulk.save', { count: ids.length })}
        </button>
      </div>
    </form>
  );
}
