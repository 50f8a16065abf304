import { signal } from '@preact/signals';

const storageKey = 'tuanda.case-sound';

/** Whether this browser rings for new cases; off until somebody says so here. */
export const hasSound = signal(window.localStorage.getItem(storageKey) === 'on');

let context: AudioContext | undefined;

export function setSound(isOn: boolean): void {
  hasSound.value = isOn;
  window.localStorage.setItem(storageKey, isOn ? 'on' : 'off');
  // Heard at once: what it will be like, and that the browser lets the page ring.
  if (isOn) ring();
}

/** Two short tones, the second one higher. */
export function ring(): void {
  if (!hasSound.value) return;
  context ??= new AudioContext();
  const gain = context.createGain();
  gain.gain.value = 0.15;
  gain.connect(context.destination);
  for (const [at, hertz] of [
    [0, 660],
    [0.18, 880],
  ]) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    tone.start(context.currentTime + at);
    tone.stop(context.currentTime + at + 0.14);
  }
}
