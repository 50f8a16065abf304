import { toldOf } from '../../../../domain/dispatch-error.js';
import { greatCircleMeters, type LonLat } from '../../../../domain/network/place.js';
import type { Clock } from '../../../clock.js';
import type { JobHandler } from '../../../jobs.js';
import { type Geocoder, GeocoderError, likeliest, type PlaceCandidate, sureNear } from '../../../network/geocoder.js';
import type { PlaceStore } from '../../../network/remembered-places.js';
import type { DraftFiles, DraftStore, FoundPlaces } from '../drafts/draft-ports.js';
import { type DraftWork, draftOf } from '../drafts/preview-draft.js';
import { byAddress } from './draft-places.js';
import { type AddressedRow, placeKeyOf } from './station-places.js';

/** Further from its depot nobody drives to a station and back in a day: it is a street of the same name elsewhere. */
const farMeters = 300_000;
/** So many failures in a row, and a geocoder is not asked for the rest. */
const mostFailures = 3;
/** Who is as sure as this need not be helped by the next geocoder, which may be somebody else's. */
const sureEnough = 0.9;
/** What was found is kept after so many answers, or so long. */
const answersPerSave = 100;
const savedMilliseconds = 30_000;

/**
 * Asks geocoders where the addresses of a draft lie, each distinct one once, and the next geocoder only where those before
 * it are not sure. What they find is kept with the draft for a person to confirm; a cancel or a failure keeps what was
 * found before it.
 *
 * @param geocoders in the order in which they are asked.
 */
export function makeSearchPlacesJob(
  drafts: DraftStore,
  files: DraftFiles,
  places: PlaceStore,
  geocoders: readonly Geocoder[],
  clock: Clock,
): JobHandler {
  return async ({ subjectId, payload, signal, tell }) => {
    const { draft, depotIds } = await draftOf(drafts, subjectId, payload as DraftWork);
    const { draftId } = draft;
    const answers = new Map((await files.candidates(draftId))?.answers.map((answer) => [placeKeyOf(answer), answer]));
    const known = new Set((await places.list(depotIds)).map(placeKeyOf));
    const rows: AddressedRow[] = [];
    for await (const row of files.addressed(draftId)) rows.push(row);
    const wanted = byAddress(rows).filter((each) => {
      const key = placeKeyOf(each);
      return !known.has(key) && answers.get(key)?.isWhole !== true;
    });
    const asking = new Asking(geocoders, signal);
    let found = 0;
    const save = () => files.saveCandidates(draftId, { answers: [...answers.values()], fault: asking.fault });
    let saved = { size: answers.size, at: clock.now().getTime() };
    try {
      for (const [done, { depotId, address, addressKey, depot }] of wanted.entries()) {
        if (asking.isOver) break;
        signal.throwIfAborted();
        tell({ phase: 'addresses', done, total: wanted.length });
        const answer = await asking.ask(address, depot);
        if (answer === undefined) continue;
        answers.set(placeKeyOf({ depotId, addressKey }), { depotId, addressKey, ...answer });
        if (answer.candidates.length > 0) found++;
        const now = clock.now().getTime();
        if (answers.size - saved.size < answersPerSave && now - saved.at < savedMilliseconds) continue;
        // Providers are paid by the answer: what a kill can lose is little.
        await save();
        saved = { size: answers.size, at: now };
      }
    } finally {
      await save();
    }
    return { draftId, addresses: wanted.length, found };
  };
}

/** Geocoders in their order, as far as they answer. */
class Asking {
  /** Of whoever failed last. */
  fault: FoundPlaces['fault'];
  private readonly failures = new Map<Geocoder, number>();

  constructor(
    private readonly geocoders: readonly Geocoder[],
    private readonly signal: AbortSignal,
  ) {}

  get isOver(): boolean {
    return this.geocoders.every((geocoder) => !this.isAsked(geocoder));
  }

  /** Undefined where none has answered. */
  async ask(
    address: string,
    depot: LonLat,
  ): Promise<{ readonly candidates: readonly PlaceCandidate[]; readonly isWhole: boolean } | undefined> {
    const found: PlaceCandidate[] = [];
    let [isAnswered, isWhole] = [false, true];
    for (const geocoder of this.geocoders) {
      if (found.some(({ confidence }) => confidence >= sureEnough)) break;
      const candidates = this.isAsked(geocoder) ? await this.askOne(geocoder, address, depot) : undefined;
      if (candidates === undefined) isWhole = false;
      else isAnswered = true;
      found.push(...sureNear(candidates ?? [], depot));
    }
    const near = found.filter((candidate) => greatCircleMeters(candidate, depot) <= farMeters);
    return isAnswered ? { candidates: likeliest(near), isWhole } : undefined;
  }

  private isAsked(geocoder: Geocoder): boolean {
    return (this.failures.get(geocoder) ?? 0) < mostFailures;
  }

  private async askOne(
    geocoder: Geocoder,
    address: string,
    depot: LonLat,
  ): Promise<readonly PlaceCandidate[] | undefined> {
    try {
      const candidates = await geocoder.find(address, depot, this.signal);
      this.failures.set(geocoder, 0);
      return candidates;
    } catch (error) {
      if (!(error instanceof GeocoderError)) throw error;
      this.fault = toldOf(error);
      this.failures.set(geocoder, error.isLasting ? mostFailures : (this.failures.get(geocoder) ?? 0) + 1);
      return undefined;
    }
  }
}
