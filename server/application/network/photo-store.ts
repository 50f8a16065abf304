import type { Photo } from '../../domain/network/photo.js';
import type { OwnDepots } from '../../domain/own-depots.js';

/** Whose eyes: of an admin or dispatcher with their depots, a station, or a courier with a stop there. */
export type PhotoViewer =
  | { readonly depotIds: OwnDepots }
  | { readonly stationId: string }
  | { readonly courierId: string };

/** Pictures of stations' entrances, one each. */
export interface PhotoStore {
  /** Undefined where there is none, or the viewer may not see it: both are answered alike. */
  find(stationId: string, viewer: PhotoViewer, now: Date): Promise<(Photo & { readonly takenAt: Date }) | undefined>;
  /** Puts one in the place of that before. @throws NotFoundError also for a station of another depot. */
  save(stationId: string, depotIds: OwnDepots, photo: Photo, by: string, at: Date): Promise<void>;
  /** @throws NotFoundError where the station or its photo is not there. */
  remove(stationId: string, depotIds: OwnDepots, by: string, at: Date): Promise<void>;
}
