import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';

/** The Valhalla that came with the installation. */
export interface ValhallaPackage {
  readonly version: string;
  /** The program that turns an OpenStreetMap extract into road tiles. */
  readonly builderFile: string;
  /** The package's entry; requiring it loads the native binding. */
  readonly bindingFile: string;
}

/**
 * Finds Valhalla's programs inside its npm package, without loading it: its import throws where it has no binary.
 *
 * @returns undefined on a machine for which the package brings none (it has Linux x64 and arm64 and macOS arm64).
 */
export function findValhalla(): ValhallaPackage | undefined {
  let bindingFile: string;
  try {
    bindingFile = createRequire(import.meta.url).resolve('@valhallajs/valhallajs');
  } catch {
    // Not installed; npm may leave it out.
    return undefined;
  }
  const folder = path.dirname(bindingFile);
  const builderFile = path.join(folder, platform(), arch(), 'valhalla_build_tiles');
  if (!existsSync(builderFile) || !existsSync(path.join(path.dirname(builderFile), 'valhalla_node.node'))) {
    return undefined;
  }
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  return { version, builderFile, bindingFile };
}
