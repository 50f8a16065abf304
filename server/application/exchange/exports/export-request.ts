import type { Writable } from 'node:stream';
import type { BusinessDate } from '../../../domain/local-time.js';
import type { Datum } from '../../../domain/network/datum.js';
import type { ToteChoice } from '../../waves/tote-store.js';
import type { ExportLanguage } from './export-words.js';
import type { LabelPaper } from './tote-labels.js';

export const exportSubjects = ['plan', 'runs', 'pick-lists', 'packing-lists', 'labels'] as const;
export type ExportSubject = (typeof exportSubjects)[number];

const formats = ['json', 'csv', 'xlsx', 'geojson', 'gpx', 'pdf'] as const;
export type ExportFormat = (typeof formats)[number] | 'zpl';

/** In which formats a subject can be had; pick lists have no place on a map. The first of `labels` is for any printer. */
export const exportFormats: Readonly<Record<ExportSubject, readonly ExportFormat[]>> = {
  plan: formats,
  runs: formats,
  'pick-lists': ['json', 'csv', 'xlsx', 'pdf'],
  'packing-lists': ['json', 'csv', 'pdf'],
  labels: ['pdf', 'zpl'],
};

/** Formats that hold places. */
export const placedFormats: ReadonlySet<ExportFormat> = new Set(['json', 'geojson', 'gpx']);

/** What each format is to HTTP and to a terminal. */
export const mediaTypes: Readonly<Record<ExportFormat, { readonly type: string; readonly isBinary: boolean }>> = {
  json: { type: 'application/json', isBinary: false },
  csv: { type: 'text/csv', isBinary: false },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', isBinary: true },
  geojson: { type: 'application/geo+json', isBinary: false },
  gpx: { type: 'application/gpx+xml', isBinary: false },
  pdf: { type: 'application/pdf', isBinary: true },
  // As printers' makers call it; no register has it.
  zpl: { type: 'application/zpl', isBinary: false },
};

export interface ExportRequest {
  readonly subject: ExportSubject;
  readonly format: ExportFormat;
  readonly date: BusinessDate;
  /** One wave of the date; all when undefined. */
  readonly waveId?: string;
  /** Of workbooks and lists for paper; the other formats are for machines. */
  readonly language: ExportLanguage;
  /** Of the places in JSON, GeoJSON and GPX, which then name it; WGS-84 unless said. */
  readonly datum?: Datum;
  /** Of packing lists and labels: which totes; all of the waves when undefined. */
  readonly totes?: Pick<ToteChoice, 'zoneId' | 'stationId' | 'runId'>;
  /** Of packing lists: whose goods each product is. */
  readonly byCustomer?: boolean;
  /** Of labels, which need one. */
  readonly paper?: LabelPaper;
}

export interface Exports {
  /**
   * Writes a file to a stream, no faster than it takes it; the stream is left open.
   *
   * What labels were written is counted with their totes.
   *
   * @throws DispatchError not-found when the date has no plan, no pick lists or no totes; nothing was written then.
   */
  write(request: ExportRequest, out: Writable, signal?: AbortSignal): Promise<void>;
}
