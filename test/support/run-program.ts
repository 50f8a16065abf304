import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../server/compiled.js';

export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** Runs one command line of the compiled program to its end. @param interruptOn sends Ctrl-C at the first match on stderr. */
export function runProgram(given: readonly string[], interruptOn?: RegExp): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [path.join(projectRoot, 'scripts/tuanda.js'), ...given]);
    let stdout = '';
    let stderr = '';
    let isInterrupted = false;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (!isInterrupted && interruptOn?.test(stderr)) isInterrupted = child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, milliseconds: performance.now() - began }));
  });
}
