import { reasonText } from '../../planning/unassigned/reason-text.js';
import { type ExportLanguage, makeSay, zoneNameOf } from './export-words.js';
import type { PlannedWave } from './exported-wave.js';
import { titleOf } from './exported-wave.js';
import { type RunRow, runRowsOf } from './planned-rows.js';
import { cell, type PrintedBlock, type PrintedSheet, type PrintedTable } from './printed-book.js';
import {
  amountOf,
  kilograms,
  kilometers,
  liters,
  partInWords,
  stopsOf,
  sumOfTrips,
  timeOfDayOf,
} from './run-figures.js';

/** A sheet for each wave: its figures, its runs, and what is on none with the reason. */
export function* printPlan(waves: readonly PlannedWave[], language: ExportLanguage): Generator<PrintedSheet> {
  for (const wave of waves) yield printWave(wave, language);
}

function printWave(wave: PlannedWave, language: ExportLanguage): PrintedSheet {
  const say = makeSay(language);
  const { plan, depot } = wave;
  const { kpis } = plan;
  const amount = amountOf(wave, plan.routes.flatMap(stopsOf));
  const drivingMinutes = Math.round(kpis.travelSeconds / 60);
  const driving = { hours: Math.floor(drivingMinutes / 60), minutes: drivingMinutes % 60 };
  return {
    kind: say('plan'),
    title: `${titleOf(wave.wave)}  ${depot.name}`,
    facts: [`${say('wave')} ${plan.waveId} · ${say('version')} ${plan.version}`, plan.planId],
    notes: plan.provenance.estimated ? [say('estimated')] : [],
    code: undefined,
    runningHead: `${say('plan')} · ${titleOf(wave.wave)} · ${plan.waveId} · ${say('version')} ${plan.version}`,
    blocks: [
      {
        kind: 'figures',
        figures: [
          { name: say('runs'), value: count(kpis.runs) },
          { name: say('stopCount'), value: count(kpis.stops) },
          { name: say('consignmentCount'), value: count(kpis.consignments) },
          { name: say('totes'), value: count(amount.totes) },
          { name: say('unassigned'), value: count(kpis.unassigned) },
          { name: say('kilograms'), value: count(Math.round(amount.grams / 1000)) },
          { name: say('kilometers'), value: count(Math.round(kpis.distanceMeters / 1000)) },
          { name: say('driving'), value: say('hoursAndMinutes', driving) },
          { name: say('cost'), value: (kpis.costMinor / 100).toLocaleString('en', { minimumFractionDigits: 2 }) },
          { name: say('lateStops'), value: count(kpis.lateStops) },
        ],
      },
      { kind: 'heading', text: say('runs') },
      runsTable(runRowsOf([wave]), language),
      { kind: 'heading', text: say('unassigned') },
      unassigned(wave, language),
    ],
    signatures: [],
  };
}

function runsTable(rows: readonly RunRow[], language: ExportLanguage): PrintedTable {
  const say = makeSay(language);
  return {
    kind: 'table',
    columns: [
      { title: say('run'), width: 28, align: 'center' },
      { title: say('vehicle'), width: 0, align: 'left' },
      { title: say('courier'), width: 78, align: 'left' },
      { title: say('trips'), width: 26, align: 'right' },
      { title: say('stopCount'), width: 34, align: 'right' },
      { title: say('totes'), width: 32, align: 'right' },
      { title: say('kilograms'), width: 48, align: 'right' },
      { title: say('loadRate'), width: 40, align: 'right' },
      { title: say('loadBegins'), width: 46, align: 'center' },
      { title: say('departs'), width: 38, align: 'center' },
      { title: say('returns'), width: 38, align: 'center' },
      { title: say('kilometers'), width: 40, align: 'right' },
    ],
    rows: rows.map(({ wave, route, runNo, code }) => {
      const head = wave.runs.get(runNo);
      const vehicle = wave.vehicles.get(route.vehicleId);
      const amount = amountOf(wave, stopsOf(route));
      const heaviest = Math.max(...route.trips.map((trip) => amountOf(wave, trip.stops).grams));
      const rate = vehicle === undefined ? '' : `${Math.round((100 * heaviest) / vehicle.payloadGrams)} %`;
      return {
        cells: [
          cell(code, { isBold: true }),
          cell(route.vehicleId, { isBold: true, small: vehicle?.type }),
          cell(head?.courierName ?? '', { small: head?.courierPhone }),
          cell(String(route.trips.length)),
          cell(String(stopsOf(route).length)),
          cell(String(amount.totes)),
          cell(kilograms(amount.grams)),
          cell(rate),
          cell(timeOfDayOf(wave, route.trips[0].loadBegins)),
          cell(timeOfDayOf(wave, route.trips[0].departs)),
          cell(timeOfDayOf(wave, route.trips.at(-1)!.returns)),
          cell(kilometers(sumOfTrips(route, (trip) => trip.meters))),
        ],
      };
    }),
  };
}

function unassigned(wave: PlannedWave, language: ExportLanguage): PrintedBlock {
  const say = makeSay(language);
  if (wave.plan.unassigned.length === 0) return { kind: 'sentence', text: say('allAssigned') };
  return {
    kind: 'table',
    columns: [
      { title: say('station'), width: 130, align: 'left' },
      { title: say('zone'), width: 48, align: 'left' },
      { title: say('totes'), width: 34, align: 'right' },
      { title: say('kilograms'), width: 46, align: 'right' },
      { title: say('liters'), width: 46, align: 'right' },
      { title: say('reason'), width: 0, align: 'left' },
    ],
    rows: wave.plan.unassigned.map((goods) => ({
      cells: [
        cell(wave.stations.get(goods.stationId)?.name ?? goods.stationId, { isBold: true, small: goods.stationId }),
        cell(zoneNameOf(wave.zones.get(goods.zoneId), goods.zoneId, language), { small: partInWords(goods.part, say) }),
        cell(String(wave.consignments.get(goods.consignmentId)?.toteCount ?? '')),
        cell(kilograms(goods.grams)),
        cell(liters(goods.milliliters)),
        cell(reasonText(goods, language), { mostLines: 4 }),
      ],
    })),
  };
}

function count(value: number): string {
  return value.toLocaleString('en');
}
