/** A header without what people write differently: case, width, blanks, signs, brackets and units. */
export interface LooseName {
  readonly name: string;
  /** The unit that the header says, as one of ours times a factor; undefined where it says none that is known. */
  readonly unit: HeaderUnit | undefined;
}

export interface HeaderUnit {
  readonly of: 'kilograms' | 'liters' | 'meters' | 'kilometers' | 'minutes';
  /** One of it in ours. */
  readonly factor: number;
}

/** Units as headers write them. A meter is told from a kilometer by the column that it stands over. */
const units: readonly (readonly [RegExp, HeaderUnit['of'], number])[] = [
  [/^(kg|kgs|公斤|千克|kilograms?)$/, 'kilograms', 1],
  [/^(g|克|grams?)$/, 'kilograms', 0.001],
  [/^(t|吨|tons?|tonnes?)$/, 'kilograms', 1000],
  [/^(斤|市斤)$/, 'kilograms', 0.5],
  [/^(l|升|公升|liters?|litres?)$/, 'liters', 1],
  [/^(ml|毫升|cm3|cm³|立方厘米)$/, 'liters', 0.001],
  [/^(m3|m³|方|立方|立方米|cbm)$/, 'liters', 1000],
  [/^(km|公里|千米|kilometers?)$/, 'kilometers', 1],
  [/^(m|米|meters?|metres?)$/, 'meters', 1],
  [/^(cm|厘米|公分)$/, 'meters', 0.01],
  [/^(mm|毫米)$/, 'meters', 0.001],
  [/^(min|mins|分钟|分|minutes?)$/, 'minutes', 1],
  [/^(h|hr|hrs|小时|时|hours?)$/, 'minutes', 60],
];

const bracketed = /[([【〔{<《]([^)\]】〕}>》]*)[)\]】〕}>》]/g;
/** What headers end with without brackets: behind a sign or a Chinese character only, for English words end in letters too. */
const ending =
  /(?:[\s_/\-,，、·]+|(?<=\p{Script=Han}))(kgs?|公斤|千克|g|克|吨|斤|l|升|ml|毫升|m3|m³|立方米?|方|km|公里|m|米|cm|厘米|mm|毫米|min|分钟|小时|kilograms?|liters?|litres?|meters?|kilometers?|minutes?|元)$/u;

/** @param header as it stands in the file. */
export function looseName(header: string): LooseName {
  const text = header.normalize('NFKC').trim().toLowerCase();
  let unit: HeaderUnit | undefined;
  const look = (written: string) => {
    const clean = written.trim();
    const found = units.find(([form]) => form.test(clean));
    if (found !== undefined) unit ??= { of: found[1], factor: found[2] };
  };
  let rest = text.replace(bracketed, (_whole, inner: string) => {
    look(inner.replace(/^单位[:：]?/, ''));
    return ' ';
  });
  const end = ending.exec(rest.trim());
  if (end !== null && rest.trim().length > end[0].length) {
    look(end[1]);
    rest = rest.trim().slice(0, -end[0].length);
  }
  const name = rest.replace(/[\s_\-–—/\\.,，、:：*#·。"'“”]+/g, '');
  return { name: name === '' ? text.replace(/\s+/g, '') : name, unit };
}
