import { z } from 'zod';
import type { Permission } from '../../../domain/role.js';
import { type Route, route } from '../route.js';
import type { HttpServices } from '../services.js';

/** Who may read which list. A list that is not here is not answered. */
const permissionOf: Readonly<Record<string, Permission>> = {
  depots: 'network:read',
  stations: 'network:read',
  zones: 'self:read',
  skus: 'network:read',
  vehicles: 'network:read',
  couriers: 'network:read',
  orders: 'orders:read',
  waves: 'waves:read',
  consignments: 'waves:read',
  totes: 'picking:read',
  plans: 'plans:read',
  runs: 'runs:read',
  claims: 'claims:read',
  imports: 'imports:read',
  'priority-rules': 'orders:read',
  audit: 'audit:read',
};

/** What a filter takes: a day, or any text, which narrows the list to nothing where nothing has it. */
function shapeOf(filter: string) {
  return (filter === 'date' ? z.iso.date() : z.string().max(200)).optional();
}

/** Query of every list. */
export const pageShape = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

/** The plain lists of the record, each with its filters. */
export function listRoutes(services: HttpServices): Route[] {
  const lists = services.listNames.filter((name) => Object.hasOwn(permissionOf, name));
  const plain = lists.map((name) => {
    const filters = Object.fromEntries(services.filtersOf(name).map((filter) => [filter, shapeOf(filter)]));
    return route({
      method: 'get',
      path: `/${name}`,
      permission: permissionOf[name],
      summary: `List of ${name.replaceAll('-', ' ')}.`,
      query: z.strictObject({ ...pageShape, ...filters }),
      async handle({ actor, query }) {
        const { limit, cursor, ...asked } = query as Record<string, unknown>;
        // Imports belong to no depot: who is of one sees their own.
        const given = name === 'imports' && actor.depotId !== undefined ? { ...asked, by: actor.name } : asked;
        return services.list(
          name,
          given,
          { limit: limit as number, cursor: cursor as string | undefined },
          actor.depotId,
        );
      },
    });
  });
  return [
    ...plain,
    route({
      method: 'get',
      path: '/imports/:importId/findings',
      permission: 'imports:read',
      summary: 'What an import refused or warned of.',
      query: z.strictObject({ ...pageShape, level: z.enum(['refused', 'warned']).optional() }),
      async handle({ actor, params, query }) {
        const { limit, cursor, level } = query;
        await services.assertImportVisible(params.importId, actor.depotId === undefined ? undefined : actor.name);
        return services.list('import-findings', { import: params.importId, level }, { limit, cursor }, undefined);
      },
    }),
    route({
      method: 'get',
      path: '/map',
      permission: 'self:read',
      summary: 'The map in use.',
      async handle() {
        return services.mapInUse();
      },
    }),
  ];
}
