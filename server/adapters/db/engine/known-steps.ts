import { type Migration, migrations as ourMigrations } from '../../../../migrations/index.js';
import { DispatchError } from '../../../domain/dispatch-error.js';

/** Why this release cannot work with steps of a schema; undefined where it can. */
export type StepFault = { readonly kind: 'before-first-release' } | { readonly kind: 'later'; readonly step: string };

/** @param steps the names of the steps that were run, the oldest first. */
export function findStepFault(
  steps: readonly string[],
  migrations: readonly Migration[] = ourMigrations,
): StepFault | undefined {
  if (steps.length > 0 && steps[0] !== migrations[0].name) return { kind: 'before-first-release' };
  const step = steps.find((name) => !migrations.some((migration) => migration.name === name));
  return step === undefined ? undefined : { kind: 'later', step };
}

/** @throws DispatchError database-unfit when this release did not make the schema and does not know who did. */
export function assertKnownSteps(steps: readonly string[], migrations?: readonly Migration[]): void {
  const fault = findStepFault(steps, migrations);
  if (fault === undefined) return;
  throw new DispatchError(
    'database-unfit',
    fault.kind === 'later'
      ? `The database was made by a later release: this one does not know the step ${fault.step}. Use that release.`
      : 'The database was made before the first release, by a version whose tables this one does not know. Start anew: ' +
          'name a new folder in TUANDA_DATA, or a new database in DATABASE_URL, and import your files again.',
  );
}
