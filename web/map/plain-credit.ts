/** Leaflet takes credits as HTML; ours are plain text. */
export function plainCredit(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
