import type { Unassigned } from '../../api/types.js';
import { PartNote } from '../../components/part-note.js';
import { SortHead } from '../../components/table/sort-head.js';
import { seenTableOf, shownValue, sortedRows, type TableColumn } from '../../components/table/table-column.js';
import { TableTools } from '../../components/table/table-tools.js';
import { isShown, makeTableView } from '../../components/table/table-view.js';
import { ZoneBadge, zoneName, zoneOf } from '../../components/zone-badge.js';
import { t } from '../../i18n/language.js';
import { date, stationsById, views, workAt } from '../console-state.js';
import { canChange } from '../edit/edit-state.js';
import { movedVisit } from '../edit/move-dialog.js';
import { reasonSentence } from '../reason-sentence.js';
import { showStationOnMap } from './map-link.js';

const view = makeTableView('unassigned');

interface UnassignedLine {
  readonly goods: Unassigned;
  readonly waveId: string;
  readonly waveSign: string;
}

const stationOf = ({ goods }: UnassignedLine) => stationsById.value.get(goods.stationId)?.name ?? goods.stationId;

/** What is on no run, each with its reason in words. */
export function UnassignedPanel() {
  const lines = views.value.flatMap(({ wave, waveSign, plan }) =>
    (plan?.unassigned ?? []).map((goods) => ({ goods, waveId: wave.waveId, waveSign })),
  );
  if (lines.length === 0) {
    return (
      <p class="all-good">
        <svg
          viewBox="0 0 24 24"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          stroke-width="2.5"
          stroke-linecap="round"
          stroke-linejoin="round"
        >
          <path d="m5 13 4.5 4.5L19 7" />
        </svg>
        {t('unassigned.none')}
      </p>
    );
  }
  const all = unassignedColumns();
  const columns = all.filter((column) => isShown(view, column));
  const rows = sortedRows(lines, all, view.sort.value);
  const canAssign = lines.some(({ waveId }) => canChange(waveId));
  return (
    <>
      <div class="runs-head">
        <TableTools
          view={view}
          columns={all}
          seen={() => seenTableOf(`${t('tab.unassigned')} ${date.value}`, columns, rows)}
        />
      </div>
      <table>
        <SortHead view={view} columns={columns} hasActs={canAssign} />
        <tbody>
          {rows.map((line) => (
            <tr key={line.goods.consignmentId} onClick={() => showStationOnMap(line.goods.stationId)}>
              {columns.map((column) => (
                <td key={column.key} class={column.kind === 'text' ? undefined : 'number'}>
                  {column.cell?.(line) ?? shownValue(column, line)}
                </td>
              ))}
              {canAssign && <td>{canChange(line.waveId) && <AssignButton line={line} />}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function unassignedColumns(): TableColumn<UnassignedLine>[] {
  const wave: TableColumn<UnassignedLine> = {
    key: 'wave',
    kind: 'text',
    title: () => t('run.column.wave'),
    value: ({ waveSign }) => waveSign,
  };
  return [
    {
      key: 'station',
      kind: 'text',
      isFixed: true,
      title: () => t('stop.station'),
      value: stationOf,
      cell: (line) => (
        <button type="button" class="row-button row-button--text">
          {stationOf(line)}
        </button>
      ),
    },
    ...(views.value.length > 1 ? [wave] : []),
    {
      key: 'zone',
      kind: 'text',
      title: () => t('stop.zones'),
      value: ({ goods: { zoneId, part } }) =>
        part === undefined
          ? zoneName(zoneId)
          : `${zoneName(zoneId)} ${t('goods.part', { no: part.no, count: part.count })}`,
      sortedBy: ({ goods }) => zoneOf(goods.zoneId)?.sort,
      cell: ({ goods }) => (
        <>
          <ZoneBadge zoneId={goods.zoneId} /> <PartNote part={goods.part} />
        </>
      ),
    },
    {
      key: 'kilograms',
      kind: 'kilometers',
      title: () => t('unassigned.column.kilograms'),
      value: ({ goods }) => goods.grams / 1000,
    },
    {
      key: 'liters',
      kind: 'kilometers',
      title: () => t('unassigned.column.liters'),
      value: ({ goods }) => goods.milliliters / 1000,
    },
    {
      key: 'reason',
      kind: 'text',
      title: () => t('unassigned.reason'),
      value: ({ goods }) => reasonSentence(goods),
    },
  ];
}

function AssignButton({ line: { goods, waveId } }: { readonly line: UnassignedLine }) {
  const { stationId, consignmentId } = goods;
  return (
    <button
      type="button"
      class="button nowrap"
      onClick={(event) => {
        event.stopPropagation();
        workAt(waveId);
        movedVisit.value = { stationId, vehicleId: undefined, consignmentIds: [consignmentId] };
      }}
    >
      {t('edit.assign')}
    </button>
  );
}
