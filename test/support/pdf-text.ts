import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A text as it stands on a page: points of 1/72 inch from the page's lower left corner to the text's. */
export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly bottom: number;
}

/** What each page of a PDF file says, in the order in which it was written. */
export async function readPdf(file: Uint8Array): Promise<PlacedText[][]> {
  const loading = getDocument({ data: new Uint8Array(file), verbosity: VerbosityLevel.ERRORS });
  const document = await loading.promise;
  const pages: PlacedText[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(
      items.flatMap((item) =>
        'str' in item && item.str.trim() !== ''
          ? [{ text: item.str, left: item.transform[4] as number, bottom: item.transform[5] as number }]
          : [],
      ),
    );
  }
  await loading.destroy();
  return pages;
}
