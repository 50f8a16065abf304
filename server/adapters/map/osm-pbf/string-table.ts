import type { PbfWriter } from 'pbf';

/** The texts of one block, each stored once; elements refer to them by number. Number 0 is reserved as a separator. */
export class StringTable {
  private readonly numbers = new Map<string, number>([['', 0]]);
  private readonly texts: string[] = [''];

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    this.texts.push(text);
    return this.texts.length - 1;
  }

  /** Writes the message `StringTable` (field 1: each text as bytes). */
  write(pbf: PbfWriter): void {
    for (const text of this.texts) pbf.writeStringField(1, text);
  }
}
