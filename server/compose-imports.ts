import type { Database } from './adapters/db/engine/database.js';
import { makeImportDraftStore } from './adapters/db/exchange/import-draft-store.js';
import { makeImportMappingStore } from './adapters/db/exchange/import-mapping-store.js';
import { makeIntakeStore } from './adapters/db/exchange/import-store.js';
import { makePlaceStore } from './adapters/db/network/place-store.js';
import { makeDraftFolder } from './adapters/files/drafts/draft-folder.js';
import { columnNames } from './adapters/files/header-row.js';
import { writeTables } from './adapters/files/write-tables.js';
import type { Clock, NewId } from './application/clock.js';
import type { FindExtent } from './application/exchange/imports/datum-by-roads.js';
import { makeImportDrafts } from './application/exchange/imports/drafts/import-drafts.js';
import { makePreviewJob } from './application/exchange/imports/drafts/preview-draft.js';
import { makeTakeJob } from './application/exchange/imports/drafts/take-draft.js';
import { untilThrownAway } from './application/exchange/imports/drafts/thrown-away.js';
import type { ImportFiles } from './application/exchange/imports/import-files.js';
import { makeDraftPlaces } from './application/exchange/imports/places/draft-places.js';
import { makeSearchPlacesJob } from './application/exchange/imports/places/search-places.js';
import type { JobHandler } from './application/jobs.js';
import type { Geocoder } from './application/network/geocoder.js';

/** What imports before they are taken are made of: the services that the API asks, and the work in the background. */
export function openImports(
  database: Database,
  {
    importFiles,
    findExtent,
    geocoders,
    draftsFolder,
    timeZone,
    clock,
    newId,
  }: {
    readonly importFiles: ImportFiles;
    readonly findExtent?: FindExtent;
    readonly geocoders: readonly Geocoder[];
    /** Where the files of drafts lie. */
    readonly draftsFolder: string;
    readonly timeZone: string;
    readonly clock: Clock;
    readonly newId: NewId;
  },
) {
  const drafts = makeImportDraftStore(database);
  const files = makeDraftFolder(draftsFolder);
  const places = makePlaceStore(database);
  const importMappings = makeImportMappingStore(database);
  const handlers: Readonly<Record<string, JobHandler>> = {
    'preview-import': untilThrownAway(
      drafts,
      makePreviewJob(makeIntakeStore(database), drafts, files, timeZone, findExtent),
    ),
    'take-import': makeTakeJob(importFiles, drafts, files, timeZone),
    'search-places': untilThrownAway(drafts, makeSearchPlacesJob(drafts, files, places, geocoders, clock)),
  };
  return {
    services: {
      importMappings,
      importDrafts: makeImportDrafts(drafts, files, importMappings, columnNames, { clock, newId }),
      draftPlaces: makeDraftPlaces(drafts, files, places, geocoders, clock),
      rememberedPlaces: places,
      writeTables,
    },
    handlers,
  };
}
