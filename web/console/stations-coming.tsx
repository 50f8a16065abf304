import { Failure, Loading } from '../components/states.js';
import { stationsFailure } from './console-state.js';
import { loadMissingStations } from './view/read-day.js';

/** In place of stations that are on their way, or could not be read. */
export function StationsComing() {
  const error = stationsFailure.value;
  return error === undefined ? <Loading /> : <Failure error={error} onRetry={loadMissingStations} />;
}
