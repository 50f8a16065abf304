import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { migrations } from '../../../../../migrations/index.js';
import { projectRoot } from '../../../../compiled.js';

/** Where the build leaves the template. */
const buildFolder = path.join(projectRoot, 'dist', 'database-template');

/**
 * The ready data folder that the build left: extension and schema are in it, so that a new database starts in a few
 * seconds. Undefined when there is none, or none of exactly these versions and migrations.
 */
export function findTemplate(folder: string = buildFolder): string | undefined {
  const template = path.join(folder, templateName());
  return existsSync(template) ? template : undefined;
}

/**
 * The ready data folder, built when it is not there yet.
 *
 * @param build makes a migrated database in the given data folder and closes it.
 * @param folder where templates are kept. Those of other versions are removed.
 */
export async function ensureTemplate(
  build: (dataFolder: string) => Promise<void>,
  folder: string = buildFolder,
): Promise<string> {
  const template = path.join(folder, templateName());
  if (existsSync(template)) return template;
  const unfinished = path.join(folder, `unfinished-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  rmSync(unfinished, { recursive: true, force: true });
  await build(unfinished);
  moveUnlessThere(path.join(unfinished, 'database'), template);
  rmSync(unfinished, { recursive: true, force: true });
  removeOthers(folder, templateName());
  return template;
}

/** Copies a ready folder beside the target and renames it, so that a kill leaves nothing half. */
export function copyTemplate(template: string, target: string): void {
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(template, unfinished, { recursive: true, mode: constants.COPYFILE_FICLONE });
  renameSync(unfinished, target);
}

/** A name for these versions of the engine and exactly these migrations. */
function templateName(): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const versions = ['@electric-sql/pglite', '@electric-sql/pglite-postgis'].map((name) => dependencies[name]);
  return createHash('sha256').update(JSON.stringify({ versions, migrations })).digest('hex').slice(0, 16);
}

/** Two builders may end at the same time; either's is good. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function removeOthers(folder: string, kept: string): void {
  for (const name of readdirSync(folder)) {
    if (name !== kept && !name.startsWith('unfinished-'))
      rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}
