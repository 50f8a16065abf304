import type { MapActions } from '../console-map.js';
import { element } from '../map-signs.js';

type SpotActions = Pick<MapActions, 'describeStation' | 'describeSpot' | 'nameOfStation'>;

/** The stations of one spot to choose from; then the chosen one's words. */
export function spotMenu(stationIds: readonly string[], actions: SpotActions): HTMLElement {
  const box = element('div', 'map-spot', '');
  box.append(element('strong', '', actions.describeSpot(stationIds.length)));
  for (const id of stationIds) {
    const button = element('button', 'button map-spot__station', actions.nameOfStation(id));
    button.addEventListener('click', (event) => {
      // Else the map takes it for a click beside the popup.
      event.stopPropagation();
      box.replaceChildren(actions.describeStation(id));
    });
    box.append(button);
  }
  return box;
}
