export const roles = ['admin', 'dispatcher', 'picker', 'courier', 'station', 'integration'] as const;
export type Role = (typeof roles)[number];

/** Things that can be allowed. An endpoint names exactly one. */
export const permissions = [
  'network:read',
  'network:write',
  'orders:read',
  'orders:write',
  'imports:read',
  'imports:write',
  'waves:read',
  'waves:write',
  'plans:read',
  'plans:write',
  'plans:release',
  'picking:read',
  'picking:write',
  'runs:read',
  'runs:write',
  'runs:report-own',
  'deliveries:read-own',
  'deliveries:sign-own',
  'claims:read',
  'claims:write',
  'cases:read',
  'cases:write',
  'tracks:write',
  'events:read',
  'jobs:read',
  'jobs:write',
  'users:manage',
  'keys:manage',
  'audit:read',
  'installation:read',
  'installation:manage',
  'webhooks:manage',
  'backups:manage',
  'backups:watch',
  'self:read',
] as const;
export type Permission = (typeof permissions)[number];

/** Who may do what. What is not granted here is refused. */
const granted: Record<Role, readonly Permission[]> = {
  admin: permissions.filter((permission) => !permission.endsWith('-own')),
  dispatcher: [
    'network:read',
    'network:write',
    'orders:read',
    'orders:write',
    'imports:read',
    'imports:write',
    'waves:read',
    'waves:write',
    'plans:read',
    'plans:write',
    'plans:release',
    'picking:read',
    'runs:read',
    'runs:write',
    'claims:read',
    'claims:write',
    'cases:read',
    'cases:write',
    'tracks:write',
    'events:read',
    'jobs:read',
    'jobs:write',
    'backups:watch',
    'self:read',
  ],
  picker: ['waves:read', 'picking:read', 'picking:write', 'events:read', 'self:read'],
  courier: ['runs:report-own', 'tracks:write', 'events:read', 'self:read'],
  station: ['deliveries:read-own', 'deliveries:sign-own', 'events:read', 'self:read'],
  integration: [
    'network:read',
    'network:write',
    'orders:read',
    'orders:write',
    'imports:read',
    'imports:write',
    'waves:read',
    'plans:read',
    'runs:read',
    'claims:read',
    'cases:read',
    'tracks:write',
    'events:read',
    'jobs:read',
    'webhooks:manage',
    'self:read',
  ],
};

/** Whether a role may do a thing; with scopes, only what stands among them as well. */
export function mayDo(role: Role, permission: Permission, scopes?: readonly Permission[]): boolean {
  return granted[role].includes(permission) && (scopes === undefined || scopes.includes(permission));
}

/** All that a role may do. */
export function permissionsOf(role: Role): readonly Permission[] {
  return granted[role];
}
