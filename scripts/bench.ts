const benches: Readonly<Record<string, () => Promise<(args: string[]) => Promise<void>>>> = {
  matrix: async () => (await import('./bench/matrix.js')).benchMatrix,
  day: async () => (await import('./bench/day.js')).benchDay,
  solver: async () => (await import('./bench/solver.js')).benchSolver,
  start: async () => (await import('./bench/start.js')).benchStart,
  pages: async () => (await import('./bench/pages.js')).benchPages,
  console: async () => (await import('./bench/console.js')).benchConsole,
  edits: async () => (await import('./bench/edits.js')).benchEdits,
  replan: async () => (await import('./bench/replan.js')).benchReplan,
  city: async () => (await import('./bench/city.js')).benchCity,
  load: async () => (await import('./bench/load.js')).benchLoad,
  faults: async () => (await import('./bench/faults.js')).benchFaults,
  sparse: async () => (await import('./bench/sparse.js')).benchSparse,
};

const [name, ...args] = process.argv.slice(2);
const load = name === undefined || !Object.hasOwn(benches, name) ? undefined : benches[name];
if (load === undefined) {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join('|')} …`);
  process.exit(2);
}
await (await load())(args);
