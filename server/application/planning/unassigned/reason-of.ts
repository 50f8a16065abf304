/** Why a consignment is on no route, as a sentence that says what would help. Codes are stable; docs/model.md lists them. */
const texts: Readonly<Record<string, string>> = {
  'no-vehicle': 'No vehicle is available. Add one, or bring one back from maintenance.',
  'zone-compartment': 'No available vehicle has a compartment for this temperature zone.',
  'too-large':
    'It is larger than any compartment for its temperature zone. Split the delivery or use a larger vehicle.',
  'too-heavy': 'It is heavier than any vehicle may carry. Split the delivery or use a larger vehicle.',
  'vehicle-height': 'Every vehicle that could carry it is too high for the station.',
  skills: 'No vehicle that could carry it has what the station asks for.',
  'kept-for-others': 'The vehicles that the station is kept for cannot carry it.',
  'no-way': 'There is no way from the depot to the station and back for the vehicles that could carry it.',
  'by-hand': 'A dispatcher left it out.',
  'station-closed': 'The station is closed today.',
  'vehicle-out': 'It is on board of a vehicle that broke down, and no other vehicle fetches it there.',
  'on-board': 'The station is closed, and it is on board already: its vehicle brings it back to the depot.',
  'no-road': 'The station lies more than 1,000 m from any road that a vehicle may use. Check its position.',
  'time-window': 'No vehicle that could carry it can be there within the receiving windows and back within its shift.',
  'out-of-cold': 'It would be out of the cold too long in every vehicle that could carry it.',
  driving: 'The way there and back is more driving than any vehicle that could carry it may do in a day.',
  range: 'The way there and back is beyond the range of every vehicle that could carry it.',
  docks: 'The loading docks are taken at the times when its vehicle would have to load.',
  'fleet-full': 'Every vehicle that could take it is full, or has no time left. Add a vehicle or a trip.',
};

/** A reason that has nothing to add to its code. */
export function reasonOf(code: string): { readonly code: string; readonly text: string } {
  return { code, text: texts[code] ?? code };
}

/** Every code that a reason can have. */
export const reasonCodes: readonly string[] = Object.keys(texts);
