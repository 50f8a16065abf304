import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { MapBuilderMissingError, UnusableMapFileError } from '../../../application/travel/routing/routing-errors.js';
import { buildConfig } from '../valhalla/valhalla-config.js';

/** Sentences of the builder's log by which its stages are known, in their order. */
const stages = [
  'Parsing ways',
  'Parsing relations',
  'Parsing nodes',
  'Building',
  'Enhancing local graph',
  'HierarchyBuilder',
  'Creating shortcuts on level 0',
  'Adding complex turn restrictions at level 2',
  'Validating',
  'Cleaning up temporary',
];

export interface TileBuild {
  readonly builderFile: string;
  readonly pbfFile: string;
  /** Emptied by the builder before it begins. */
  readonly tileFolder: string;
  /** For the builder's own notes; removed afterwards. */
  readonly workFolder: string;
  readonly threads: number;
  readonly signal: AbortSignal | undefined;
  /** Part of the build that is done, 0 to 1. */
  readonly onProgress: (part: number) => void;
}

/**
 * Runs Valhalla's builder in a process of its own.
 *
 * @throws UnusableMapFileError when the builder gives up, with its last word as the reason; MapBuilderMissingError when
 * it cannot be started; the signal's reason when aborted.
 */
export async function runTileBuilder(build: TileBuild): Promise<void> {
  await mkdir(build.workFolder, { recursive: true });
  await mkdir(build.tileFolder, { recursive: true });
  const configFile = path.join(build.workFolder, 'valhalla.json');
  await writeFile(configFile, JSON.stringify(buildConfig(build.tileFolder, build.threads)));
  try {
    const { code, signal, lastWords, noRoads } = await run(build, configFile);
    build.signal?.throwIfAborted();
    const name = path.basename(build.pbfFile);
    if (noRoads) throw new UnusableMapFileError(`${name} holds no roads.`);
    if (code === 0) return;
    throw new UnusableMapFileError(
      `No roads could be built from ${name}: ${reasonIn(lastWords) ?? `the builder ended with ${signal ?? `code ${code}`}`}.`,
      { details: { lastWords } },
    );
  } finally {
    await rm(build.workFolder, { recursive: true, force: true });
  }
}

interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastWords: readonly string[];
  readonly noRoads: boolean;
}

function run(build: TileBuild, configFile: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const lastWords: string[] = [];
    let stage = 0;
    let noRoads = false;
    // The builder leaves a file of duplicate ways in the folder that it is started in.
    const child = spawn(build.builderFile, ['-c', configFile, '-j', String(build.threads), build.pbfFile], {
      cwd: build.workFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, TMPDIR: build.workFolder },
    });
    const stop = (): void => void child.kill('SIGKILL');
    build.signal?.addEventListener('abort', stop, { once: true });
    const take = (line: string): void => {
      lastWords.push(line);
      if (lastWords.length > 20) lastWords.shift();
      if (line.includes('Finished with 0 routable ways')) {
        // It would go on and fail over something else.
        noRoads = true;
        stop();
      }
      const found = stages.findIndex((sentence, at) => at >= stage && line.includes(sentence));
      if (found === -1) return;
      stage = found + 1;
      build.onProgress(stage / (stages.length + 1));
    };
    createInterface({ input: child.stdout }).on('line', take);
    createInterface({ input: child.stderr }).on('line', take);
    child.on('error', (cause) => {
      build.signal?.removeEventListener('abort', stop);
      // E.g. on a Linux whose C library is another than the one it was made for.
      reject(
        new MapBuilderMissingError(`The map builder cannot be started on this machine: ${cause.message}.`, { cause }),
      );
    });
    child.on('close', (code, signal) => {
      build.signal?.removeEventListener('abort', stop);
      resolve({ code, signal, lastWords, noRoads });
    });
    if (build.signal?.aborted === true) stop();
  });
}

/** What the builder says when it gives up: the text of the exception, or its last error. */
function reasonIn(lastWords: readonly string[]): string | undefined {
  const what = lastWords.findLast((line) => line.includes('what():'));
  if (what !== undefined) return what.replace(/^.*what\(\):\s*/, '').replace(/\.$/, '');
  const error = lastWords.findLast((line) => line.includes('[ERROR]'));
  return error?.replace(/^.*\[ERROR\]\s*/, '').replace(/\.$/, '');
}
