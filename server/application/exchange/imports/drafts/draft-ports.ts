import type { ToldFault } from '../../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../../domain/own-depots.js';
import type { PlaceCandidate } from '../../../network/geocoder.js';
import type { Finding, Table } from '../../../tables/finding.js';
import type { AddressedRow } from '../places/station-places.js';
import type { Draft, DraftChange, DraftTable, TextForm, UnreadableDraftFile } from './draft.js';

/**
 * Drafts of imports in the record. A draft of another account, or one whose day is over, is not there; nor is one that was
 * begun for depots which the account is not for any more.
 */
export interface DraftStore {
  add(draft: Draft): Promise<void>;
  /** @throws NotFoundError */
  get(draftId: string, accountId: string, depotIds: OwnDepots): Promise<Draft>;
  list(accountId: string, depotIds: OwnDepots): Promise<Draft[]>;
  /**
   * Keeps a changed draft.
   *
   * @param draft whose version is one more than the kept one's.
   * @throws ConflictError `changed-meanwhile` when it is not.
   */
  save(draft: Draft): Promise<void>;
  remove(draftId: string): Promise<void>;
  /** Removes a draft unless it waits to be taken, or is being taken. @returns whether it is gone. */
  removeIdle(draftId: string): Promise<boolean>;
  /** Ids of those whose time is over, which are removed; none that is being taken. */
  removeOld(now: Date): Promise<string[]>;
  /** Those of the ids that are drafts still, whoever's. */
  listKnown(draftIds: readonly string[]): Promise<string[]>;
}

/** A table as it lies in a file, before anybody says what it means. */
export interface SheetHead {
  readonly file: string;
  readonly sheet: string | undefined;
  readonly name: string;
  readonly text: TextForm | undefined;
  readonly headerAt: number;
  readonly sample: readonly (readonly string[])[];
}

/** All that a preview has found, by row. */
export interface PreviewFindings {
  readonly findings: readonly Finding[];
  readonly changes: readonly DraftChange[];
  readonly addressed: readonly AddressedRow[];
}

/** What geocoders have said of the addresses of a draft. */
export interface FoundPlaces {
  readonly answers: readonly {
    readonly depotId: string;
    readonly addressKey: string;
    readonly candidates: readonly PlaceCandidate[];
    /** False where one of several geocoders has failed: it may be asked again. */
    readonly isWhole: boolean;
  }[];
  /** Why they did not answer for all of them. */
  readonly fault: ToldFault | undefined;
}

/** The files of drafts, and what previews of them found. */
export interface DraftFiles {
  /** Takes copies of uploaded files. */
  keep(draftId: string, files: readonly string[]): Promise<void>;
  remove(draftId: string): Promise<void>;
  /** Drafts with files here that nothing was put beside since. */
  listUntouched(since: Date): Promise<string[]>;
  /** What can be read in the files; `timeZone` is from day.json. */
  inspect(draftId: string): Promise<{
    readonly heads: readonly SheetHead[];
    readonly unreadable: readonly UnreadableDraftFile[];
    readonly timeZone: string | undefined;
  }>;
  /** One text file anew, in another form. @throws InvalidInputError when it cannot be read so. */
  inspectText(draftId: string, file: string, form: TextForm): Promise<SheetHead>;
  open(draftId: string, table: Pick<DraftTable, 'file' | 'sheet' | 'name' | 'text' | 'headerAt'>): Promise<Table>;

  saveFindings(draftId: string, found: PreviewFindings): Promise<void>;
  /** Findings in their order, from the one with the given number on; none where no preview was made. */
  findings(draftId: string): AsyncIterable<Finding>;
  changes(draftId: string): AsyncIterable<DraftChange>;
  /** Rows of stations that the preview has found to have an address and no coordinates. */
  addressed(draftId: string): AsyncIterable<AddressedRow>;

  saveCandidates(draftId: string, found: FoundPlaces): Promise<void>;
  /** Undefined where no geocoder was asked. */
  candidates(draftId: string): Promise<FoundPlaces | undefined>;
}
