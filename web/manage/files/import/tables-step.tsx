import { t } from '../../../i18n/language.js';
import { type DraftTable, filesApi, type TableChange } from '../files-api.js';
import { attempt, catalogue, columnsOf, draft, preview, step, usedTables } from './import-state.js';

const encodings = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be', 'windows-1252'];
const delimiters = [',', ';', '\t', '|'];
const shownRows = 25;

/** Which tables are taken, what each is, and in which row its header stands. */
export function TablesStep() {
  const now = draft.value;
  if (now === undefined) return null;
  return (
    <div class="wizard__stack">
      {now.unreadable.map(({ file, reason }) => (
        <p key={file} class="banner banner--bad">
          {file}: {reason}
        </p>
      ))}
      {now.tables.map((table) => (
        <TableCard key={table.tableNo} table={table} />
      ))}
      <div class="wizard__next">
        <button
          type="button"
          class={isKnown() ? 'button' : 'button button--primary'}
          disabled={usedTables().every(({ kind }) => kind === null)}
          onClick={() => (step.value = 'columns')}
        >
          {t(isKnown() ? 'manage.import.look.columns' : 'manage.import.next.columns')}
        </button>
        {isKnown() && (
          <button type="button" class="button button--primary" onClick={() => void preview()}>
            {t('manage.import.next.preview')}
          </button>
        )}
      </div>
    </div>
  );
}

/** Whether there is nothing to ask about columns: every header of every table is known without doubt. */
function isKnown(): boolean {
  const tables = usedTables();
  return (
    tables.length > 0 &&
    tables.every(
      ({ kind, missing, columns }) =>
        kind !== null && missing.length === 0 && columns.every(({ sure }) => sure !== 'unsure' && sure !== 'weak-name'),
    )
  );
}

function TableCard({ table }: { readonly table: DraftTable }) {
  const { tableNo, name, isUsed, kind, text, datum } = table;
  const change = (said: TableChange) => void attempt(() => filesApi.changeTable(draft.value!.draftId, tableNo, said));
  const hasPlaces = columnsOf(kind).some(({ column }) => column === 'lon' || column === 'station_lon');
  return (
    <section class="wizard__card">
      <div class="wizard__fields">
        <label class="wizard__check">
          <input type="checkbox" checked={isUsed} onChange={() => change({ isUsed: !isUsed })} />
          <strong>{name}</strong>
        </label>
        <label>
          {t('manage.import.kind')}
          <select value={kind ?? ''} onChange={(event) => change({ kind: event.currentTarget.value, isUsed: true })}>
            <option value="" disabled>
              {t('manage.import.kind.none')}
            </option>
            {catalogue.value.map((each) => (
              <option key={each.kind} value={each.kind}>
                {t(`manage.import.kind.${each.kind}`)}
              </option>
            ))}
          </select>
        </label>
        {text !== null && (
          <>
            <label>
              {t('manage.import.encoding')}
              <select value={text.encoding} onChange={(event) => change({ encoding: event.currentTarget.value })}>
                {encodings.map((each) => (
                  <option key={each} value={each}>
                    {each === 'gb18030' ? 'GBK / GB18030' : each.toUpperCase()}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {t('manage.import.delimiter')}
              <select value={text.delimiter} onChange={(event) => change({ delimiter: event.currentTarget.value })}>
                {delimiters.map((each) => (
                  <option key={each} value={each}>
                    {each === '\t' ? 'Tab' : each}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        {hasPlaces && (
          <label>
            {t('manage.import.datum')}
            <select value={datum} onChange={(event) => change({ datum: event.currentTarget.value })}>
              <option value="wgs84">WGS-84 (GPS)</option>
              <option value="gcj02">GCJ-02 ({t('manage.import.datum.gcj02')})</option>
              <option value="bd09">BD-09 ({t('manage.import.datum.bd09')})</option>
            </select>
          </label>
        )}
      </div>
      {isUsed && <Sample table={table} onHeader={(headerAt) => change({ headerAt })} />}
    </section>
  );
}

/** The first rows as they stand in the file; the header is chosen among them. */
function Sample({ table, onHeader }: { readonly table: DraftTable; readonly onHeader: (at: number) => void }) {
  const { tableNo, sample, headerAt } = table;
  return (
    <>
      <p class="small soft">{t('manage.import.header.hint')}</p>
      <div class="wizard__scroll">
        <table class="wizard__sample">
          <tbody>
            {sample.slice(0, Math.max(shownRows, headerAt + 5)).map((row, at) => (
              <tr key={at} class={at === headerAt ? 'is-header' : at < headerAt ? 'is-above' : undefined}>
                <th scope="row">
                  <label>
                    <input
                      type="radio"
                      id={`header-${tableNo}-${at}`}
                      name={`header-${tableNo}`}
                      checked={at === headerAt}
                      aria-label={t('manage.import.header.choose', { n: at + 1 })}
                      onChange={() => onHeader(at)}
                    />
                    {at + 1}
                  </label>
                </th>
                {row.map((cell, column) => (
                  <td key={column}>
                    <label for={`header-${tableNo}-${at}`}>{cell}</label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
