import type { Writable } from 'node:stream';
import type { BusinessDate } from '../../../domain/local-time.js';
import type { Datum } from '../../../domain/network/datum.js';
import type { ExportLanguage } from './export-words.js';

export const exportSubjects = ['plan', 'runs', 'pick-lists'] as const;
export type ExportSubject = (typeof exportSubjects)[number];

const formats = ['json', 'csv', 'xlsx', 'geojson', 'gpx', 'pdf'] as const;
export type ExportFormat = (typeof formats)[number];

/** In which formats a subject can be had; pick lists have no place on a map. */
export const exportFormats: Readonly<Record<ExportSubject, readonly ExportFormat[]>> = {
  plan: formats,
  runs: formats,
  'pick-lists': ['json', 'csv', 'xlsx', 'pdf'],
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
}

export interface Exports {
  /**
   * Writes a file to a stream, no faster than it takes it; the stream is left open.
   *
   * @throws DispatchError not-found when the date has no plan or no pick lists; nothing was written then.
   */
  write(request: ExportRequest, out: Writable, signal?: AbortSignal): Promise<void>;
}
