import { type Geocoder, GeocoderError } from '../../../application/network/geocoder.js';
import { type AddressIndex, readAddressIndex } from './address-index.js';
import { offlineName, searchAddress } from './search-address.js';

/**
 * Finds addresses by the names of the operator's own map; nothing leaves the machine.
 *
 * @param findMapFolder of the map in use, asked for each address: it may be exchanged.
 */
export function makeOfflineGeocoder(findMapFolder: () => string | undefined): Geocoder {
  let opened: { readonly folder: string; readonly index: Promise<AddressIndex | undefined> } | undefined;
  const open = (folder: string) => {
    if (opened?.folder === folder) return opened.index;
    const index = readAddressIndex(folder);
    opened = { folder, index };
    // What could not be read may be there the next time.
    index.catch(() => {
      if (opened?.index === index) opened = undefined;
    });
    return index;
  };
  return {
    name: offlineName,
    async find(address, near, signal) {
      const folder = findMapFolder();
      if (folder === undefined) {
        throw new GeocoderError(
          'no-address-index',
          'There is no map yet to find addresses on. Build one, or place the stations by hand.',
          { isLasting: true },
        );
      }
      const index = await open(folder);
      if (index === undefined) {
        throw new GeocoderError(
          'no-address-index',
          'The map in use was built before maps kept their addresses. Build it again from its extract, or place the stations by hand.',
          { isLasting: true },
        );
      }
      signal.throwIfAborted();
      return searchAddress(index, address, near);
    },
  };
}
