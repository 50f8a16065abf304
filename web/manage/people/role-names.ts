import type { Role } from '../../api/types.js';
import { t } from '../../i18n/language.js';

const roles = ['admin', 'dispatcher', 'picker', 'courier', 'station', 'integration'] as const satisfies readonly Role[];

export const roleName = (role: Role) => t(`people.role.${role}`);

export const roleOptions = (among: readonly Role[] = roles) => among.map((role) => [role, roleName(role)] as const);
