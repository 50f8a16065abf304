import { z } from 'zod';
import {
  type ExportFormat,
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
import type { HttpServices } from '../services.js';
import { askedDatum } from '../shared-contract.js';

/** Files to take along: workbooks, lists for paper, tracks. As JSON and GeoJSON the same stands under its own paths. */
export function exportEndpoints(services: HttpServices): Endpoint[] {
  return [
    exportEndpoint(services, 'plan', 'plans:read', "A wave's plan as a file."),
    exportEndpoint(services, 'runs', 'picking:read', "A wave's runs as a file; as PDF, load and delivery lists."),
    exportEndpoint(services, 'pick-lists', 'picking:read', "A wave's pick lists as a file."),
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
      response.type(mediaTypes[format].type).attachment(`${waveId}-${subject}.${format}`);
      try {
        await services.exports.write({ subject, format, date, waveId, language, datum }, response);
        response.end();
      } catch (error) {
        // Whoever asked has gone, or has part of a file, which must not look whole.
        if (response.destroyed || response.headersSent) response.destroy();
        else {
          response.removeHeader('Content-Disposition');
          throw error;
        }
      }
      return undefined;
    },
  });
}
