#!/usr/bin/env node
// Runs the compiled program; the one entry that npm and npx know.
import { existsSync } from 'node:fs';

const program = new URL('../dist/server/cli/main.js', import.meta.url);
if (!existsSync(program)) {
  console.error('Tuanda is not built yet. Run "npm install" (or "npm run build") first.');
  process.exit(1);
}
const { main } = await import(program.href);
process.exitCode = await main(process.argv.slice(2));
