import type { OwnDepots } from '../../domain/own-depots.js';

/** The warehouse's sheet for one wave and temperature zone, in walking order. */
export interface PickList {
  readonly pickListId: string;
  readonly depotId: string;
  readonly waveId: string;
  readonly zoneId: string;
  readonly status: 'open' | 'done';
  readonly lines: readonly PickListLine[];
}

/** One product: how much in all, and how much of it goes where. */
export interface PickListLine {
  readonly lineNo: number;
  readonly skuId: string;
  readonly name: string;
  readonly location: string;
  readonly quantity: number;
  readonly pickedQuantity: number | undefined;
  readonly shortReason: string | undefined;
  /** Pieces that were picked for orders that were made smaller since, and go back to their place. */
  readonly putBackQuantity: number;
  readonly stations: readonly PickShare[];
}

/** How much of a product goes to a station; where its consignment is brought in parts, into which of them. */
export interface PickShare {
  readonly stationId: string;
  readonly quantity: number;
  readonly partNo?: number;
  readonly partCount?: number;
}

/** Pick lists as they are printed and ticked off. */
export interface PickListStore {
  list(filter: { readonly waveId?: string; readonly zoneId?: string }, depotIds: OwnDepots): Promise<PickList[]>;
  /** @throws NotFoundError */
  get(pickListId: string, depotIds: OwnDepots): Promise<PickList>;
}
