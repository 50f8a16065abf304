import { loadavg } from 'node:os';
import { measureMap } from './console/map-frames.js';
import { measureTimeline } from './console/timeline-frames.js';
import type { MeasuredFrames } from './console/watch-frames.js';
import { hasBrowser } from './pages/browser.js';

/** Prints how smoothly the console's map and timeline move with a large day, in Chromium. */
export async function benchConsole(): Promise<void> {
  if (!hasBrowser()) {
    console.log('No Chromium here: name one in TUANDA_TEST_CHROMIUM.');
    return;
  }
  console.log(`Load of the machine: ${loadavg()[0].toFixed(1)}`);
  const tell = ({ what, rate, longest }: MeasuredFrames) =>
    console.log(
      `${what.padEnd(45)} ${rate.toFixed(0).padStart(4)} frames/s (asked: 50), longest ${(longest * 1000).toFixed(0)} ms`,
    );
  console.log('\nThe map with 10,000 stations and 600 runs:');
  const { frames, times } = await measureMap();
  frames.forEach(tell);
  for (const { what, seconds, asked } of times) {
    console.log(`${what.padEnd(45)} ${seconds.toFixed(2).padStart(6)} s (asked: ${asked} s)`);
  }
  console.log('\nThe timeline of 200 vehicles with 20 stops each:');
  (await measureTimeline()).forEach(tell);
}
