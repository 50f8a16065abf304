import { z } from 'zod';
import type { Permission } from '../../domain/accounts/role.js';
import { type Datum, placedIn } from '../../domain/network/datum.js';
import { apiKey, auditRow, installation, user } from './accounts/accounts-contract.js';
import { caseRow } from './cases/cases-contract.js';
import { claim } from './delivery/reports-contract.js';
import { runRow, stopRow } from './delivery/runs-contract.js';
import { type Endpoint, endpoint } from './endpoint.js';
import type { ListName } from './list-rows.js';
import { courier, cutoff, depot, mapInUse, sku, station, vehicle, waveRule, zone } from './network/network-contract.js';
import { finding, importRow, orderRow, priorityRule } from './orders/orders-contract.js';
import { toldFinding } from './orders/told-finding.js';
import { planRow } from './planning/plans-contract.js';
import { languageOf } from './requests/language-of.js';
import type { HttpServices } from './services.js';
import { askedDatum, businessDate, id, instant, pageOf, pageQuery } from './shared-contract.js';
import { tote } from './waves/totes-contract.js';
import { consignment, wave } from './waves/waves-contract.js';

interface PlainList {
  readonly permission: Permission;
  readonly row: z.ZodType;
  /** How a single row's id is called in its path; undefined where a single one is told at more length elsewhere. */
  readonly id?: string;
  /** Its rows are places. */
  readonly isPlaced?: boolean;
}

/** Who may read which list, and what its rows are. A list that is not here is not answered here. */
const plainLists: Readonly<Partial<Record<ListName, PlainList>>> = {
  depots: { permission: 'network:read', row: depot, id: 'depotId', isPlaced: true },
  stations: { permission: 'network:read', row: station, id: 'stationId', isPlaced: true },
  zones: { permission: 'self:read', row: zone, id: 'zoneId' },
  skus: { permission: 'network:read', row: sku, id: 'skuId' },
  vehicles: { permission: 'network:read', row: vehicle, id: 'vehicleId' },
  couriers: { permission: 'network:read', row: courier, id: 'courierId' },
  cutoffs: { permission: 'network:read', row: cutoff, id: 'cutoffId' },
  'wave-rules': { permission: 'network:read', row: waveRule, id: 'ruleId' },
  orders: { permission: 'orders:read', row: orderRow },
  waves: { permission: 'waves:read', row: wave, id: 'waveId' },
  consignments: { permission: 'waves:read', row: consignment, id: 'consignmentId' },
  totes: { permission: 'picking:read', row: tote },
  plans: { permission: 'plans:read', row: planRow },
  runs: { permission: 'runs:read', row: runRow },
  stops: { permission: 'runs:read', row: stopRow },
  cases: { permission: 'cases:read', row: caseRow },
  claims: { permission: 'claims:read', row: claim, id: 'claimId' },
  imports: { permission: 'imports:read', row: importRow, id: 'importId' },
  'priority-rules': { permission: 'orders:read', row: priorityRule },
  users: { permission: 'users:manage', row: user, id: 'userId' },
  'api-keys': { permission: 'keys:manage', row: apiKey, id: 'keyId' },
  audit: { permission: 'audit:read', row: auditRow, id: 'auditId' },
};

/** Filters that name a thing by its id. */
const idFilters: ReadonlySet<string> = new Set(
  'consignment courier depot order plan run sku station stop subject vehicle wave webhook zone'.split(' '),
);

/** Filters by what is worked out of a row, with what they may say. */
const workedOut: Readonly<Record<string, z.ZodType>> = {
  current: z.enum(['yes', 'no']),
  returns: z.enum(['expected', 'received']),
};

/**
 * What a filter takes: a day; one of a row's own values, where its field has a closed set of them; or any text. The
 * id of a thing that is not there is answered as the thing itself would be; other text narrows the list to nothing.
 */
function shapeOf(filter: string, row: z.ZodType) {
  if (filter === 'date') return businessDate.optional();
  if (filter === 'from' || filter === 'to') return instant.optional();
  if (idFilters.has(filter)) return id.optional();
  if (Object.hasOwn(workedOut, filter)) return workedOut[filter].optional();
  const field = row instanceof z.ZodObject ? row.shape[filter] : undefined;
  return (field instanceof z.ZodEnum ? (field as z.ZodEnum<Record<string, string>>) : z.string().max(200)).optional();
}

/** Query of a list of the record: its page and its own filters. */
export function queryOf(services: Pick<HttpServices, 'filtersOf'>, name: ListName, row: z.ZodType) {
  const filters = Object.fromEntries(services.filtersOf(name).map((filter) => [filter, shapeOf(filter, row)]));
  return z.strictObject({ ...pageQuery, ...filters });
}

/** The plain lists of the record, each with its filters, and their single rows. */
export function listEndpoints(services: HttpServices): Endpoint[] {
  return [
    ...(Object.entries(plainLists) as [ListName, PlainList][]).flatMap(([name, list]) =>
      plainEndpoints(services, name, list),
    ),
    endpoint({
      method: 'get',
      path: '/imports/:importId/findings',
      permission: 'imports:read',
      summary: 'What an import refused or warned of.',
      query: z.strictObject({ ...pageQuery, level: z.enum(['refused', 'warned']).optional() }),
      answer: pageOf(finding),
      async handle({ actor, params, query: { limit, cursor, level }, request, response }) {
        const { importId } = await services.item('imports', params.importId, actor.depotIds);
        const page = await services.list('import-findings', { import: importId, level }, { limit, cursor }, undefined);
        const language = languageOf(request, response);
        const data = page.data.map((row) => toldFinding(row, language));
        return { ...page, data };
      },
    }),
    endpoint({
      method: 'get',
      path: '/installation',
      permission: 'installation:read',
      summary: 'What this server is made of: its version, its database and its routing engine.',
      answer: installation,
      async handle() {
        return services.installation();
      },
    }),
    endpoint({
      method: 'get',
      path: '/map',
      permission: 'self:read',
      summary: 'The map in use.',
      answer: mapInUse,
      async handle() {
        return services.mapInUse();
      },
    }),
  ];
}

function plainEndpoints(services: HttpServices, name: ListName, list: PlainList): Endpoint[] {
  const { permission, row, id: idName, isPlaced } = list;
  const words = name.replaceAll('-', ' ');
  const whole = endpoint({
    method: 'get',
    path: `/${name}`,
    permission,
    summary: `List of ${words}.`,
    query: isPlaced ? queryOf(services, name, row).extend({ datum: askedDatum }) : queryOf(services, name, row),
    answer: isPlaced ? pageOf(row).extend({ datum: askedDatum }) : pageOf(row),
    async handle({ actor, query }) {
      const { limit, cursor, datum, ...given } = query as { limit: number; cursor?: string; datum?: Datum };
      const page = await services.list(name, given, { limit, cursor }, actor.depotIds);
      return datum === undefined ? page : { ...page, data: page.data.map((each) => placedIn(datum, each)), datum };
    },
  });
  if (idName === undefined) return [whole];
  const single = endpoint({
    method: 'get',
    path: `/${name}/:${idName}`,
    permission,
    summary: `One of the ${words}.`,
    query: z.strictObject(isPlaced ? { datum: askedDatum } : {}),
    answer: isPlaced ? (row as z.ZodObject).extend({ datum: askedDatum }) : row,
    async handle({ actor, params, query }) {
      const found = await services.item(name, params[idName], actor.depotIds);
      const { datum } = query as { datum?: Datum };
      return datum === undefined ? found : { ...placedIn(datum, found), datum };
    },
  });
  return [whole, single];
}
