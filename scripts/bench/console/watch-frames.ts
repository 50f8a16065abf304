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
  const events = { wheel: WheelEvent, mousemove: MouseEvent, mousedown: MouseEvent, mouseup: MouseEvent };
  const send = (type, more) => target.dispatchEvent(new events[type](type, {
    bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + 100, ...more,
  }));
  const wheel = (_target, more) => send('wheel', more);
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

/** @param act of the page, given the element and the number of the frame; `wheel` and `send` are there for its events. */
export async function framesOf(page: Page, what: string, selector: string, act: string): Promise<MeasuredFrames> {
  const times = await page.evaluate<number[]>(`(${watchFrames})(${JSON.stringify({ selector, act })})`);
  const gaps = times.slice(1).map((time, at) => time - times[at]);
  const seconds = (times[times.length - 1] - times[0]) / 1000;
  return { what, rate: gaps.length / seconds, longest: Math.max(...gaps) / 1000 };
}
