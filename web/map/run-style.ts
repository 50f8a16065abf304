/** Okabe and Ito's colours without the yellow (too light on paper) and with Tol's wine: told apart with any colour vision. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#a8457f', '#56a0d3', '#882255', '#7a6a00', '#3b3b98'] as const;

/** How a run is drawn. The number on its line and in the table is what says for certain which run it is. */
export interface RunStyle {
  readonly colour: string;
  /** Of the line; runs that share a colour differ in it. */
  readonly dash: string | undefined;
}

const dashes = [undefined, '14 5', '14 5 2 5', '6 5'] as const;

/** The style of a run by its number, counted from 1. */
export function runStyle(routeNo: number): RunStyle {
  const at = Math.max(0, routeNo - 1);
  return { colour: colours[at % colours.length], dash: dashes[Math.floor(at / colours.length) % dashes.length] };
}
