/** A file that cannot be read as a table, with the sentence to show. */
export class UnreadableFileError extends Error {
  constructor(
    readonly file: string,
    readonly code: string,
    readonly reason: string,
  ) {
    super(`${file}: ${reason}`);
  }
}
