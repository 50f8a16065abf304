/** Collects what is wrong with a solution, as sentences. */
export class Faults {
  readonly sentences: string[] = [];

  /** Notes the sentence unless the claim holds; the first 20 are kept. */
  unless(claim: boolean, sentence: string): void {
    if (!claim && this.sentences.length < 20) this.sentences.push(sentence);
  }

  get none(): boolean {
    return this.sentences.length === 0;
  }
}
