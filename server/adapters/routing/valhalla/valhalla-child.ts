import { createRequire } from 'node:module';
import {
  memoryExitCode,
  unusableExitCode,
  type ValhallaAnswer,
  type ValhallaChildSetup,
  type ValhallaQuestion,
} from './valhalla-messages.js';

// Runs as a process of its own, since a fault in native code ends the process that it happens in.

interface Actor {
  route(query: string): Promise<string>;
  locate(query: string): Promise<string>;
  matrix(query: string): Promise<string>;
  traceAttributes(query: string): Promise<string>;
}

interface Binding {
  readonly Actor: new (config: object) => Actor;
}

const memoryCheckMilliseconds = 250;

let maxMemoryBytes = Number.POSITIVE_INFINITY;
let actor: Actor | undefined;

process.on('message', (message: ValhallaChildSetup | ValhallaQuestion) => {
  if ('config' in message) open(message);
  else {
    checkMemory();
    void answer(message);
  }
});
// Ctrl+C reaches every process of a terminal; the server ends this one when it is done.
process.on('SIGINT', () => undefined);
// The server went away; a call in native code would hold this process otherwise.
process.on('disconnect', () => process.exit(0));
setInterval(checkMemory, memoryCheckMilliseconds);

function checkMemory(): void {
  if (process.memoryUsage.rss() > maxMemoryBytes) process.exit(memoryExitCode);
}

function open(setup: ValhallaChildSetup): void {
  maxMemoryBytes = setup.maxMemoryBytes;
  try {
    const { Actor } = createRequire(import.meta.url)(setup.bindingFile) as Binding;
    actor = new Actor(setup.config);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(unusableExitCode);
  }
}

async function answer({ id, action, query }: ValhallaQuestion): Promise<void> {
  let reply: ValhallaAnswer;
  try {
    if (actor === undefined) throw new Error('The map was not opened.');
    reply = { id, value: reduced(action, JSON.parse(await actor[action](query))) };
  } catch (error) {
    reply = { id, refusal: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(reply);
}

/** Numbers of a matrix go over in one piece, so that the server does not spend its time on taking them apart. */
function reduced(action: ValhallaQuestion['action'], value: unknown): unknown {
  if (action !== 'matrix') return value;
  const table = (value as { sources_to_targets: { durations: number[][]; distances: number[][] } }).sources_to_targets;
  return { seconds: flat(table.durations), kilometers: flat(table.distances) };
}

/** NaN stands where there is no way. */
function flat(rows: readonly (readonly (number | null)[])[]): Float64Array {
  return Float64Array.from(rows.flat(), (value) => (typeof value === 'number' ? value : Number.NaN));
}
