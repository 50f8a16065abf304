import '../../styles/table.css';
import type { TargetedFocusEvent, TargetedKeyboardEvent } from 'preact';
import { api } from '../../api/api.js';
import type { SeenTable } from '../../api/types.js';
import { copyText } from '../../copy-text.js';
import { t } from '../../i18n/language.js';
import { saveFile } from '../../save-file.js';
import { tellFailure } from '../notices.js';
import { type TableColumn, tabSeparated } from './table-column.js';
import { chooseColumn, isShown, type TableView } from './table-view.js';

interface ToolsProps<Row> {
  readonly view: TableView;
  /** All that there are; none where they cannot be chosen. */
  readonly columns: readonly TableColumn<Row>[];
  /** What is seen now. */
  seen(): SeenTable;
}

/** Which columns are shown; and what is seen, copied or as a file. */
export function TableTools<Row>({ view, columns, seen }: ToolsProps<Row>) {
  const save = async (format: 'xlsx' | 'csv') => {
    const table = seen();
    saveFile(await api.tableFile(table, format), `${table.name}.${format}`);
  };
  return (
    <div class="table-tools">
      {columns.length > 0 && (
        <details class="table-tools__columns" onKeyDown={closeByEscape} onFocusOut={closeOnLeaving}>
          <summary class="button button--small">{t('table.columns')}</summary>
          <fieldset>
            <legend class="visually-hidden">{t('table.columns')}</legend>
            {columns
              .filter(({ isFixed }) => isFixed !== true)
              .map((column) => (
                <label key={column.key}>
                  <input
                    type="checkbox"
                    checked={isShown(view, column)}
                    onChange={(event) => chooseColumn(view, column.key, event.currentTarget.checked)}
                  />
                  {column.hint?.() ?? column.title()}
                </label>
              ))}
          </fieldset>
        </details>
      )}
      <button type="button" class="button button--small" onClick={() => void copyText(tabSeparated(seen()))}>
        {t('table.copy')}
      </button>
      {(['xlsx', 'csv'] as const).map((format) => (
        <button
          key={format}
          type="button"
          class="button button--small"
          title={t('table.save', { format: format.toUpperCase() })}
          onClick={() => void save(format).catch(tellFailure)}
        >
          {format.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

function closeByEscape(event: TargetedKeyboardEvent<HTMLDetailsElement>): void {
  if (event.key !== 'Escape' || !event.currentTarget.open) return;
  event.stopPropagation();
  event.currentTarget.open = false;
  event.currentTarget.querySelector('summary')?.focus();
}

/** A press beside a box leaves the focus nowhere: only what takes it from here closes. */
function closeOnLeaving(event: TargetedFocusEvent<HTMLDetailsElement>): void {
  const next = event.relatedTarget;
  if (next instanceof Node && !event.currentTarget.contains(next)) event.currentTarget.open = false;
}
