/** The library has no types of its own. */
declare module 'linebreak' {
  /** Finds where a line may break, by Unicode's line breaking algorithm (UAX #14). */
  export default class LineBreaker {
    constructor(text: string);
    /** Undefined or null at the end; `position` counts UTF-16 units and stands behind the break. */
    nextBreak(): { readonly position: number; readonly required: boolean } | null | undefined;
  }
}
