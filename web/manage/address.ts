import { signal } from '@preact/signals';

const root = '/manage/';

/** What the address says behind /manage/, step by step: the section, then whatever that section shows. */
const steps = signal(stepsNow());

function stepsNow(): readonly string[] {
  return window.location.pathname.slice(root.length).split('/').filter(Boolean).map(decodeURIComponent);
}

/** The section that the address names; empty where it names none. */
export const sectionPath = () => steps.value[0] ?? '';

/** What the address names within the section, such as the id of a station. */
export const withinSection = () => steps.value.slice(1);

export const hrefOf = (...to: readonly string[]) => root + to.map(encodeURIComponent).join('/');

/** Goes to a section, or to something within it, without loading the page again. */
export function openSection(...to: readonly string[]): void {
  window.history.pushState(null, '', hrefOf(...to));
  steps.value = stepsNow();
}

/** Lets the browser's back and forward lead through what was opened; returns how to stop that. */
export function followHistory(): () => void {
  const follow = () => {
    steps.value = stepsNow();
  };
  window.addEventListener('popstate', follow);
  return () => window.removeEventListener('popstate', follow);
}
