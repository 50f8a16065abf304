import { useSignal } from '@preact/signals';
import { language, t } from '../../../i18n/language.js';
import { type DraftTable, filesApi, type TableChange } from '../files-api.js';
import { attempt, columnsOf, draft, mappings, preview, usedTables } from './import-state.js';

/** What each header means, in the reader's words, and what stands in every row where the file says nothing. */
export function ColumnsStep() {
  const tables = usedTables();
  const isWhole = tables.length > 0 && tables.every(({ missing, kind }) => missing.length === 0 && kind !== null);
  return (
    <div class="wizard__stack">
      {tables.map((table) => (
        <TableColumns key={table.tableNo} table={table} />
      ))}
      <div class="wizard__next">
        {!isWhole && <span class="late">{t('manage.import.columns.incomplete')}</span>}
        <button type="button" class="button button--primary" disabled={!isWhole} onClick={() => void preview()}>
          {t('manage.import.next.preview')}
        </button>
      </div>
    </div>
  );
}

function TableColumns({ table }: { readonly table: DraftTable }) {
  const { tableNo, name, kind, columns, missing, constants, mapping } = table;
  const known = columnsOf(kind);
  const change = (said: TableChange) => void attempt(() => filesApi.changeTable(draft.value!.draftId, tableNo, said));
  const said = Object.keys(constants).filter((column) => !missing.includes(column));
  return (
    <section class="wizard__card">
      <h3>
        {name} <span class="small soft">{kind === null ? '' : t(`manage.import.kind.${kind}`)}</span>
      </h3>
      {mapping !== null && <p class="banner banner--good">{t('manage.import.mapping.used', { name: mapping })}</p>}
      <div class="wizard__scroll">
        <table class="wizard__columns">
          <thead>
            <tr>
              <th>{t('manage.import.columns.header')}</th>
              <th>{t('manage.import.columns.example')}</th>
              <th>{t('manage.import.columns.column')}</th>
              <th>{t('manage.import.columns.sure')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((each) => {
              const of = known.find(({ column }) => column === each.column);
              return (
                <tr key={each.header}>
                  <th scope="row">{each.header}</th>
                  <td class="soft">{valueBelow(table, each.header)}</td>
                  <td>
                    <select
                      aria-label={t('manage.import.columns.of', { header: each.header })}
                      value={each.column ?? ''}
                      onChange={(event) => change({ columns: { [each.header]: event.currentTarget.value || null } })}
                    >
                      <option value="">{t('manage.import.columns.ignored')}</option>
                      {known.map(({ column, label, isRequired }) => (
                        <option key={column} value={column}>
                          {label[language.value]}
                          {isRequired ? ' *' : ''}
                          {each.candidates.includes(column) ? ' ?' : ''}
                        </option>
                      ))}
                    </select>
                    {of !== undefined && (
                      <div class="small soft">
                        {of.help?.[language.value] ?? ''}
                        {each.factor !== 1 && ` × ${each.factor}`}
                      </div>
                    )}
                  </td>
                  <td class={each.sure === 'unsure' ? 'late' : 'soft'}>{t(`manage.import.sure.${each.sure}`)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {(missing.length > 0 || said.length > 0) && (
        <fieldset class="wizard__missing">
          <legend>{t('manage.import.missing')}</legend>
          <p class="small soft">{t('manage.import.missing.hint')}</p>
          {[...missing, ...said].map((column) => {
            const of = known.find((each) => each.column === column);
            return (
              <label key={column}>
                <span>{of?.label[language.value] ?? column}</span>
                <input
                  value={constants[column] ?? ''}
                  placeholder={of?.example ?? ''}
                  onChange={(event) => change({ constants: { [column]: event.currentTarget.value } })}
                />
              </label>
            );
          })}
        </fieldset>
      )}
      <KeepMapping table={table} onUse={(kept) => change({ mapping: kept })} />
    </section>
  );
}

/** The first cell below a header that says anything. */
function valueBelow({ sample, headerAt, columns }: DraftTable, header: string): string {
  const own = columns.findIndex((each) => each.header === header);
  // Headers without a name are no columns, but have their place in a row.
  const places = (sample[headerAt] ?? []).flatMap((cell, at) => (cell.trim() === '' ? [] : [at]));
  const at = places[own];
  if (at === undefined) return '';
  return sample.slice(headerAt + 1).find((row) => (row[at] ?? '').trim() !== '')?.[at] ?? '';
}

function KeepMapping({ table, onUse }: { readonly table: DraftTable; readonly onUse: (name: string) => void }) {
  const name = useSignal('');
  const kept = useSignal<string>();
  const fitting = mappings.value.filter(({ mapping }) => mapping.kind === table.kind);
  const keep = () =>
    void attempt(async () => {
      const made = await filesApi.keepMapping(draft.value!.draftId, table.tableNo, name.value.trim());
      kept.value = made.name;
      mappings.value = await filesApi.mappings();
      return undefined;
    });
  return (
    <div class="wizard__fields">
      {fitting.length > 0 && (
        <label>
          {t('manage.import.mapping.use')}
          <select value={table.mapping ?? ''} onChange={(event) => onUse(event.currentTarget.value)}>
            <option value="" disabled>
              –
            </option>
            {fitting.map((each) => (
              <option key={each.name} value={each.name}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {t('manage.import.mapping.keep')}
        <input
          value={name.value}
          maxLength={100}
          placeholder={t('manage.import.mapping.name')}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </label>
      <button type="button" class="button" disabled={name.value.trim() === ''} onClick={keep}>
        {t('manage.import.mapping.save')}
      </button>
      {kept.value !== undefined && <span role="status">{t('manage.import.mapping.saved', { name: kept.value })}</span>}
    </div>
  );
}
