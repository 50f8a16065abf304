/** The road graph cannot be read: no tiles, tiles of another version, or damaged ones. The message is for a person. */
export class RoadTileError extends Error {
  override readonly name = 'RoadTileError';
}
