import { addressKeyOf } from '../../../../domain/network/address.js';
import type { Depot, Station } from '../../../../domain/network/network.js';
import type { LonLat } from '../../../../domain/network/place.js';
import type { RememberedPlace } from '../../../network/remembered-places.js';
import type { TableRow } from '../../../tables/finding.js';
import { plain, type RowReader } from '../../../tables/row-reader.js';

/** A row of a new station that has an address and no coordinates: placed by what is remembered, or still to be. */
export interface AddressedRow {
  readonly file: string;
  readonly line: number;
  readonly stationId: string;
  readonly name: string;
  readonly depotId: string;
  readonly address: string;
  readonly addressKey: string;
  /** Where the depot lies, WGS-84: addresses are looked for around it. */
  readonly depot: LonLat;
}

/** A row to be read on, and what is to be told of it. */
interface PlacedRow {
  readonly row: TableRow;
  tell(reader: RowReader): void;
}

/** Has rows of stations without coordinates lie where their address is known to lie. Nothing is guessed here. */
export class StationPlaces {
  /** Of new stations, whether they could be placed or not. */
  readonly rows: AddressedRow[] = [];
  private readonly remembered = new Map<string, RememberedPlace>();

  constructor(remembered: readonly RememberedPlace[]) {
    for (const place of remembered) this.remembered.set(placeKeyOf(place), place);
  }

  /**
   * @param known the station, where it is known by its id already.
   * @param depot of the row; undefined where it names none that is known, which is refused elsewhere.
   */
  place(file: string, row: TableRow, known: Station | undefined, depot: Depot | undefined): PlacedRow {
    const cell = (column: string) => plain(row.cells[column] ?? '');
    const address = cell('street');
    const asItIs = { row, tell: () => undefined };
    if (row.fault !== undefined || address === '' || cell('lon') !== '' || cell('lat') !== '') return asItIs;
    const addressKey = addressKeyOf(address);
    if (known !== undefined) {
      const isMoved = known.street !== '' && addressKeyOf(known.street) !== addressKey;
      return {
        row: at(row, known.position),
        tell: (reader) => isMoved && reader.warn('street', 'address-changed', { before: known.street }),
      };
    }
    if (depot === undefined || addressKey === '') return asItIs;
    const { depotId } = depot;
    const stationId = cell('station_id');
    this.rows.push({
      file,
      line: row.line,
      stationId,
      name: cell('name'),
      depotId,
      address,
      addressKey,
      depot: depot.position,
    });
    const place = this.remembered.get(placeKeyOf({ depotId, addressKey }));
    // What else is wrong with a row is told at once, for which it has to lie somewhere.
    if (place === undefined)
      return { row: at(row, depot.position), tell: (reader) => reader.refuse('street', 'to-place', { id: stationId }) };
    return { row: at(row, place), tell: (reader) => tellRemembered(reader, place) };
  }
}

/** What a place is remembered by. */
export function placeKeyOf({ depotId, addressKey }: Pick<RememberedPlace, 'depotId' | 'addressKey'>): string {
  return JSON.stringify([depotId, addressKey]);
}

function at(row: TableRow, { lon, lat }: LonLat): TableRow {
  return { ...row, cells: { ...row.cells, lon: String(lon), lat: String(lat) } };
}

function tellRemembered(reader: RowReader, { placed, placedBy, placedAt }: RememberedPlace): void {
  const facts = { by: placedBy, date: placedAt.toISOString().slice(0, 10) };
  if (placed.how === 'hand') reader.warn('street', 'remembered-place', facts);
  else {
    const percent = Math.round(placed.confidence * 100);
    reader.warn('street', 'remembered-place/geocoder', { ...facts, source: placed.source, percent });
  }
}
