import { api } from '../../api/api.js';
import { language } from '../../i18n/language.js';
import type { PinMap } from '../../map/pin-map.js';

/** Draws the ground below a pin: tiles of the settings, else the base map in use, else none. */
export async function showGround(map: PinMap): Promise<void> {
  const { mapId, tileUrl, tileDatum = 'wgs84', tileAttribution = '' } = await api.map();
  if (tileUrl !== undefined) {
    map.showTiles(tileUrl, tileDatum, tileAttribution);
    return;
  }
  const metadata = mapId === '' ? undefined : await api.baseMap(mapId);
  if (metadata !== undefined) map.showBaseMap(metadata, (z, x, y) => api.baseMapTile(mapId, z, x, y), language.value);
}
