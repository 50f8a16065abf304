/** How a run is drawn. The number on its line and in the table is what says for certain which run it is. */
export interface RunStyle {
  readonly colour: string;
  /** Of words on the colour. */
  readonly textColour: string;
  /** Of the line; runs that share a colour differ in it. */
  readonly dash: string | undefined;
}

/**
 * Okabe and Ito's colours without the yellow (too light on paper) and with Tol's wine: told apart with any colour vision.
 * Orange and green are a little darker than theirs, so that white words on them can be read.
 */
const colours = ['#0072b2', '#bf5300', '#007f5c', '#a8457f', '#4f9acb', '#882255', '#7a6a00', '#3b3b98'] as const;
const light: ReadonlySet<string> = new Set(['#4f9acb']);

const dashes = [undefined, '14 5', '14 5 2 5', '6 5'] as const;

/** The style of a run by its number, counted from 1. */
export function runStyle(routeNo: number): RunStyle {
  const at = Math.max(0, routeNo - 1);
  const colour = colours[at % colours.length];
  return {
    colour,
    textColour: light.has(colour) ? '#0e1a20' : '#ffffff',
    dash: dashes[Math.floor(at / colours.length) % dashes.length],
  };
}
