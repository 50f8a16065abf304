import '../../styles/console/runs.css';
import { SortHead } from '../../components/table/sort-head.js';
import { seenTableOf, shownValue, sortedRows } from '../../components/table/table-column.js';
import { TableTools } from '../../components/table/table-tools.js';
import { isShown, makeTableView } from '../../components/table/table-view.js';
import { zones } from '../../components/zone-badge.js';
import { t } from '../../i18n/language.js';
import { date, hoveredKey, views } from '../console-state.js';
import { FigureHead } from '../figures/figure-list.js';
import { figure, progressByRun } from '../figures/figure-state.js';
import { runColumns, runLines } from '../runs/run-columns.js';
import { filteredRuns, RunFilters } from '../runs/run-filters.js';
import { chooseRun } from '../view/read-day.js';
import { WavesTable } from '../view/waves-table.js';

const view = makeTableView('runs');

export function RunsPanel() {
  // Behind the figure of runs that should have left stand these alone.
  const areLate = figure.value === 'late-departures';
  const lines = runLines.value.filter(
    ({ key }) => !areLate || (progressByRun.value.get(key)?.departureDelaySeconds ?? 0) > 0,
  );
  const zoneIds = zones.value
    .map(({ zoneId }) => zoneId)
    .filter((zoneId) => lines.some((line) => line.zoneIds.has(zoneId)));
  const all = runColumns(zoneIds);
  const columns = all.filter((column) => isShown(view, column));
  const rows = sortedRows(filteredRuns(lines), all, view.sort.value);
  return (
    <>
      {areLate && <FigureHead name="late-departures" count={lines.length} />}
      {areLate && lines.length === 0 && <p class="panel__note">{t('figure.noRuns')}</p>}
      {views.value.length > 1 && <WavesTable />}
      <div class="runs-head">
        <RunFilters lines={lines} zoneIds={zoneIds} />
        <TableTools
          view={view}
          columns={all}
          seen={() => seenTableOf(`${t('tab.runs')} ${date.value}`, columns, rows)}
        />
      </div>
      <table class="runs">
        <SortHead view={view} columns={columns} />
        <tbody>
          {rows.map((line) => (
            <tr
              key={line.run.runId}
              class={hoveredKey.value === line.key ? 'is-hovered' : ''}
              onMouseEnter={() => (hoveredKey.value = line.key)}
              onMouseLeave={() => (hoveredKey.value = undefined)}
              onClick={() => void chooseRun(line.key)}
            >
              {columns.map((column) => {
                const content = column.cell?.(line) ?? shownValue(column, line);
                return (
                  <td key={column.key} class={column.kind === 'text' ? undefined : 'number'}>
                    {column.key === 'run' ? (
                      <button type="button" class="row-button" onFocus={() => (hoveredKey.value = line.key)}>
                        {content}
                      </button>
                    ) : (
                      content
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && lines.length > 0 && <p class="panel__note">{t('table.noMatch')}</p>}
    </>
  );
}
