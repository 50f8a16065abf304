import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../server/compiled.js';

/** A file or folder of the shared real data beside the checkout, or undefined where it is not present. */
export function sharedData(...segments: string[]): string | undefined {
  const found = path.join(projectRoot, '..', 'shared', ...segments);
  return existsSync(found) ? found : undefined;
}
