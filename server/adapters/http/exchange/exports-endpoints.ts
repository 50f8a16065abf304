import type { Response } from 'express';
import { z } from 'zod';
import {
  type ExportFormat,
  type ExportRequest,
  type ExportSubject,
  exportFormats,
  mediaTypes,
  placedFormats,
} from '../../../application/exchange/exports/export-request.js';
import { exportLanguages } from '../../../application/exchange/exports/export-words.js';
import type { Permission } from '../../../domain/accounts/role.js';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Datum } from '../../../domain/network/datum.js';
import { told } from '../../../domain/told.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { sendWhole } from '../requests/send-whole.js';
import type { HttpServices } from '../services.js';
import { askedDatum } from '../shared-contract.js';
import { labelOrder, whichTotes } from './labels-contract.js';

/** Files to take along: workbooks, lists for paper, tracks. As JSON and GeoJSON the same stands under its own paths. */
export function exportEndpoints(services: HttpServices): Endpoint[] {
  return [
    exportEndpoint(services, 'plan', 'plans:read', "A wave's plan as a file."),
    exportEndpoint(services, 'runs', 'picking:read', "A wave's runs as a file; as PDF, load and delivery lists."),
    exportEndpoint(services, 'pick-lists', 'picking:read', "A wave's pick lists as a file."),
    packingListsEndpoint(services),
    labelsEndpoint(services),
  ];
}

function exportEndpoint(
  services: HttpServices,
  subject: ExportSubject,
  permission: Permission,
  summary: string,
): Endpoint {
  const formats = exportFormats[subject].filter((format) => format !== 'json' && format !== 'geojson');
  return endpoint({
    method: 'get',
    path: `/waves/:waveId/exports/${subject}`,
    permission,
    summary: `${summary} PDF and Chinese unless asked otherwise.`,
    query: z.strictObject({
      format: z.enum(formats as [ExportFormat, ...ExportFormat[]]).optional(),
      language: z.enum(exportLanguages).optional(),
      ...(subject === 'pick-lists' ? {} : { datum: askedDatum }),
    }),
    forms: Object.fromEntries(formats.map((format) => [mediaTypes[format].type, undefined])),
    async handle({ actor, params, query, response }) {
      const { format = 'pdf', language = 'zh' } = query;
      const datum = (query as { datum?: Datum }).datum;
      if (datum !== undefined && !placedFormats.has(format)) {
        throw new InvalidInputError(told`datum: A file as ${format} holds no places. Ask for gpx.`);
      }
      const { waveId, deliveryDate: date } = await services.waves.get(params.waveId, actor.depotIds);
      await sendFile(services, { subject, format, date, waveId, language, datum }, response);
      return undefined;
    },
  });
}

function packingListsEndpoint(services: HttpServices): Endpoint {
  return endpoint({
    method: 'get',
    path: '/waves/:waveId/exports/packing-lists',
    permission: 'picking:read',
    summary:
      'What is in each tote as a file, of a zone, station or run where one is named. PDF and Chinese unless asked otherwise.',
    query: z.strictObject({
      format: z.enum(['pdf', 'csv']).optional(),
      language: z.enum(exportLanguages).optional(),
      customers: z.enum(['yes', 'no']).optional().describe('In PDF files, whose goods each product is.'),
      ...whichTotes,
    }),
    forms: { 'application/pdf': undefined, 'text/csv': undefined },
    async handle({ actor, params, query: { format = 'pdf', language = 'zh', customers, ...which }, response }) {
      const { waveId, deliveryDate: date } = await services.waves.get(params.waveId, actor.depotIds);
      const request = { subject: 'packing-lists', format, date, waveId, language, totes: totesOf(which) } as const;
      await sendFile(services, { ...request, byCustomer: customers === 'yes' }, response);
      return undefined;
    },
  });
}

function labelsEndpoint(services: HttpServices): Endpoint {
  return endpoint({
    method: 'post',
    path: '/waves/:waveId/labels',
    permission: 'picking:read',
    transaction: 'own',
    summary:
      "Print totes' labels, of a zone, station or run where one is named. Each time is counted with the totes, also with an Idempotency-Key.",
    body: labelOrder,
    forms: { 'application/pdf': undefined, 'application/zpl': undefined },
    async handle({ actor, params, body: { format, paper, language, ...which }, response }) {
      const { waveId, deliveryDate: date } = await services.waves.get(params.waveId, actor.depotIds);
      const request = { subject: 'labels', format, paper, date, waveId, language, totes: totesOf(which) } as const;
      await sendFile(services, request, response);
      return undefined;
    },
  });
}

function totesOf({ zone, station, run }: { zone?: string; station?: string; run?: string }) {
  return { zoneId: zone, stationId: station, runId: run };
}

/** Answers with a file of the wave that is named. */
async function sendFile(services: HttpServices, request: ExportRequest, response: Response): Promise<void> {
  const { subject, format, waveId } = request;
  // The name's ending would be asked for the type otherwise, and not every one is known.
  response.attachment(`${waveId}-${subject}.${format}`).type(mediaTypes[format].type);
  await sendWhole(response, () => services.exports.write(request, response));
}
