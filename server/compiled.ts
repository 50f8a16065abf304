import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder that holds package.json, found upwards from this file, whether it runs as source or compiled. */
export const projectRoot: string = findProjectRoot(path.dirname(fileURLToPath(import.meta.url)));

/**
 * The compiled JavaScript of a module, for worker threads and child processes.
 *
 * Node 20 loads no TypeScript in a worker, so these always run from `dist/`, also under the test runner.
 *
 * @param modulePath from the project's root, e.g. `server/adapters/solver/worker.js`.
 * @throws Error when the project was not built.
 */
export function compiledModule(modulePath: string): URL {
  const file = path.join(projectRoot, 'dist', modulePath);
  if (!existsSync(file)) throw new Error(`${modulePath} is not compiled. Run "npm run build" first.`);
  return pathToFileURL(file);
}

function findProjectRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('No package.json above the running program.');
  return findProjectRoot(parent);
}
