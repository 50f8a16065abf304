/** What XML 1.0 forbids even when escaped: control characters, halves of surrogate pairs, and two non-characters. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text without the characters that may not stand in an XML file. */
export function withoutForbidden(text: string): string {
  return text.replaceAll(forbidden, '');
}
