import { numberOf, type RunKey } from '../run-key.js';
import { runStyle } from './runs/run-style.js';

/** An element for a marker, with plain text in it. */
export function element(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A run's name on its line. */
export function numberLabel(run: RunKey, name: string): HTMLElement {
  const label = element('span', 'run-number__tag', name);
  label.dataset.run = run;
  paint(label, numberOf(run));
  return label;
}

/** Gives a sign its run's colour. */
export function paint(sign: HTMLElement, routeNo: number): void {
  const { colour, textColour } = runStyle(routeNo);
  sign.style.background = colour;
  sign.style.color = textColour;
}
