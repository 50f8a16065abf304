import type { Page } from 'playwright-core';

export interface MeasuredFrames {
  readonly what: string;
  /** Frames a second while it goes on. */
  readonly rate: number;
  /** The longest time between two frames, in seconds. */
  readonly longest: number;
}

/** In the page: does something before each frame for three seconds, and gives the times of the frames. */
const watchFrames = `({ selector, act }) => new Promise((resolve) => {
  const target = document.querySelector(selector);
  const box = target.getBoundingClientRect();
  const wheel = (target, more) => target.dispatchEvent(new WheelEvent('wheel', {
    bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + 100, ...more,
  }));
  const step = eval(act);
  const times = [];
  const frame = (now) => {
    times.push(now);
    if (now - times[0] >= 3000) return resolve(times);
    step(target, times.length);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})`;

/** @param act of the page, given the element and the number of the frame; `wheel` is there for its events. */
export async function framesOf(page: Page, what: string, selector: string, act: string): Promise<MeasuredFrames> {
  const times = await page.evaluate<number[]>(`(${watchFrames})(${JSON.stringify({ selector, act })})`);
  return summed(what, times);
}

/** While hands are at work that the browser takes for real ones. */
export async function framesWhile(page: Page, what: string, work: () => Promise<void>): Promise<MeasuredFrames> {
  await page.evaluate(`(() => {
    const times = [];
    const frame = (now) => {
      times.push(now);
      if (window.frameTimes === times) requestAnimationFrame(frame);
    };
    window.frameTimes = times;
    requestAnimationFrame(frame);
  })()`);
  await work();
  const times = await page.evaluate<number[]>(
    '(() => { const times = window.frameTimes; window.frameTimes = undefined; return times; })()',
  );
  return summed(what, times);
}

function summed(what: string, times: readonly number[]): MeasuredFrames {
  const gaps = times.slice(1).map((time, at) => time - times[at]);
  const seconds = (times[times.length - 1] - times[0]) / 1000;
  return { what, rate: gaps.length / seconds, longest: Math.max(...gaps) / 1000 };
}
