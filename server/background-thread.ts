import os from 'node:os';

/** Far enough behind that a request is answered first, near enough that an idle machine gives all it has. */
const background = 10;

/**
 * Puts the calling worker thread behind the threads that answer requests, where the processor is short.
 * On Linux priorities belong to threads; elsewhere this would slow the whole process, so nothing is done there.
 */
export function yieldToRequests(): void {
  if (process.platform !== 'linux') return;
  try {
    // A process that was started behind others already may not come before itself again.
    if (os.getPriority(0) < background) os.setPriority(0, background);
  } catch {
    // Some containers forbid it: the work is done all the same.
  }
}
