import { signal } from '@preact/signals';
import { zoneName } from '../../components/zone-badge.js';
import { t, tOr } from '../../i18n/language.js';
import { runName } from '../console-state.js';
import type { RunLine } from './run-columns.js';

/** What narrows the table of runs; empty for all. */
export const runFilter = signal({ query: '', status: '', zoneId: '', driver: '' });

/** Of runs that nobody drives. */
const nobody = '-';
const driverOf = ({ run }: RunLine) => run.courierName ?? nobody;
const plain = (text: string) => text.normalize('NFKC').toLowerCase();

export function filteredRuns(lines: readonly RunLine[]): readonly RunLine[] {
  const { query, status, zoneId, driver } = runFilter.value;
  const words = plain(query).split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    const { run, zoneIds } = line;
    const haystack = plain([runName(line.key), run.vehicleId, run.courierName ?? ''].join('\n'));
    return (
      words.every((word) => haystack.includes(word)) &&
      (status === '' || run.status === status) &&
      (zoneId === '' || zoneIds.has(zoneId)) &&
      (driver === '' || driverOf(line) === driver)
    );
  });
}

/** The search and the drop-downs over the table; those that would leave all rows are not there. */
export function RunFilters({
  lines,
  zoneIds,
}: {
  readonly lines: readonly RunLine[];
  readonly zoneIds: readonly string[];
}) {
  const statuses = [...new Set(lines.map(({ run }) => run.status))];
  const drivers = [...new Set(lines.map(driverOf))].sort();
  const change = (part: Partial<typeof runFilter.value>) => {
    runFilter.value = { ...runFilter.value, ...part };
  };
  const { query, status, zoneId, driver } = runFilter.value;
  return (
    <>
      <input
        type="search"
        class="runs-search"
        placeholder={t('table.filter.text')}
        aria-label={t('table.filter.text')}
        value={query}
        onInput={(event) => change({ query: event.currentTarget.value })}
      />
      <Choice
        label={t('table.filter.status')}
        value={status}
        options={statuses.map((each) => [each, tOr(`run.status.${each}`, each)])}
        onChange={(chosen) => change({ status: chosen })}
      />
      <Choice
        label={t('table.filter.zone')}
        value={zoneId}
        options={zoneIds.map((each) => [each, zoneName(each)])}
        onChange={(chosen) => change({ zoneId: chosen })}
      />
      <Choice
        label={t('table.filter.driver')}
        value={driver}
        options={drivers.map((each) => [each, each === nobody ? t('run.noCourier') : each])}
        onChange={(chosen) => change({ driver: chosen })}
      />
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  if (options.length < 2 && value === '') return null;
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{label}</option>
      {options.map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  );
}
