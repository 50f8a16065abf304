import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '../../server/compiled.js';

/** Who looks as an admin is told how far the demo is. */
const adminKey = 'bench-start-admin-key-0123456789';

/** First and later starts of the real server on an empty folder: `npm run bench -- start`. */
export async function benchStart(): Promise<void> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'tuanda-bench-'));
  try {
    await oneStart('first start', dataFolder, true);
    await oneStart('later start', dataFolder, false);
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function oneStart(name: string, dataFolder: string, withDemo: boolean): Promise<void> {
  const port = 3900 + Math.floor(Math.random() * 90);
  const began = performance.now();
  const since = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const child = spawn(
    process.execPath,
    [path.join(projectRoot, 'scripts', 'tuanda.js'), 'start', '--port', String(port)],
    {
      env: { PATH: process.env.PATH, TUANDA_DATA: dataFolder, TUANDA_ADMIN_KEY: adminKey, LOG_LEVEL: 'error' },
      stdio: 'ignore',
    },
  );
  try {
    let answered = false;
    for (;;) {
      const headers = { authorization: `Bearer ${adminKey}` };
      const page = await fetch(`http://127.0.0.1:${port}/readyz`, { headers }).catch(() => undefined);
      if (page !== undefined && !answered) {
        answered = true;
        console.log(`${name}: answers after ${since()}`);
      }
      const state = page?.ok ? ((await page.json()) as { ready: boolean; demo: string }) : undefined;
      if (state?.ready && (!withDemo || state.demo !== 'loading')) {
        console.log(`${name}: ready after ${since()}${withDemo ? `, demo ${state.demo}` : ''}`);
        return;
      }
      if (performance.now() - began > 300_000) throw new Error(`${name}: not ready within 300 s.`);
      await wait(100);
    }
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}
