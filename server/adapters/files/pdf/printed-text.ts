/** Stands for a character that the font lacks, so that a reader sees that there is one. */
const missing = '□';

/** What joins or dresses the character before it and has no shape of its own. */
const shapeless = /[\p{Cf}\p{Variation_Selector}]/gu;

interface LoadedFont {
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

/**
 * Makes text fit for the page: control characters and line ends become spaces, and what the font cannot show a square.
 *
 * @param document with the font chosen that is asked.
 */
export function makePrintedText(document: PDFKit.PDFDocument): (text: string) => string {
  // pdfkit's types hide the font that it has chosen.
  const { font } = (document as unknown as { readonly _font: LoadedFont })._font;
  const shown = new Map<string, string>();
  const show = (character: string): string => {
    let known = shown.get(character);
    if (known === undefined) {
      known = font.hasGlyphForCodePoint(character.codePointAt(0)!) ? character : missing;
      shown.set(character, known);
    }
    return known;
  };
  return (text) =>
    [
      ...text
        .normalize('NFC')
        .replaceAll(/\p{Cc}/gu, ' ')
        .replaceAll(shapeless, ''),
    ]
      .map(show)
      .join('');
}
