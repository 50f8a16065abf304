/**
 * How a run is called on paper, screens and in files: by its number, "7"; behind the wave's where that is not the first of
 * its date, "W2-7", which no spreadsheet takes for a day. One depot's runs of a date all have codes of their own.
 */
export function runCode(waveSequence: number, routeNo: number): string {
  return waveSequence === 1 ? String(routeNo) : `W${waveSequence}-${routeNo}`;
}
