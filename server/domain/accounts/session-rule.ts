import type { Role } from './role.js';

const dayMilliseconds = 86_400_000;

/** How long a session lasts. */
export interface SessionRule {
  /** Without being used. */
  readonly idleDays: number;
  /** However much it is used; undefined where that ends nothing. */
  readonly longestDays: number | undefined;
}

/** Who may do much signs in now and then; who works with a phone every day is never locked out by the calendar. */
const rules: Record<Role, SessionRule> = {
  admin: { idleDays: 7, longestDays: 30 },
  dispatcher: { idleDays: 14, longestDays: 90 },
  integration: { idleDays: 14, longestDays: 90 },
  picker: { idleDays: 30, longestDays: undefined },
  courier: { idleDays: 30, longestDays: undefined },
  station: { idleDays: 30, longestDays: undefined },
};

export function sessionRuleOf(role: Role): SessionRule {
  return rules[role];
}

/** When a session that begins now ends at the latest; undefined where only rest ends it. */
export function endOfSession(role: Role, from: Date): Date | undefined {
  const { longestDays } = rules[role];
  return longestDays === undefined ? undefined : new Date(from.getTime() + longestDays * dayMilliseconds);
}

/** When a session ends that is not used after `at`. */
export function expiryOf(role: Role, at: Date, endsAt: Date | undefined): Date {
  const idle = at.getTime() + rules[role].idleDays * dayMilliseconds;
  return new Date(endsAt === undefined ? idle : Math.min(idle, endsAt.getTime()));
}
