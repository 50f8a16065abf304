import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version of the program, for --version and the API's description. */
export function programVersion(root: string): string {
  return (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
