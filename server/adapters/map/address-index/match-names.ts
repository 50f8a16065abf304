import { isRegions } from '../../../domain/network/address.js';

/** A name of the map that stands in an address. */
export interface NameMatch {
  readonly name: string;
  /** What the address says before and behind it, folded. */
  readonly before: string;
  readonly after: string;
  /** Whether all that stands before is known: nothing, regions, or a house number. */
  readonly isExplained: boolean;
}

/** A house number that an address says. */
export interface SaidNumber {
  readonly number: string;
  /** False: it is the number of the lane or the yard that the house is in. */
  readonly isWhole: boolean;
}

/** Chinese names are taken by character, others by word. */
const token = /\p{Script=Han}|[^\s\p{Script=Han}]+/gu;
const longestName = 24;
const numberBefore = /(?:^|(?:no|number) )(\d+[a-z]?)$/;

/** Which of the names stand in a part of an address; of two that overlap the longer one. */
export function matchNames(part: string, isName: (name: string) => boolean): NameMatch[] {
  const tokens = [...part.matchAll(token)].map(([text]) => text);
  const found: { readonly from: number; readonly to: number; readonly match: NameMatch }[] = [];
  for (let from = 0; from < tokens.length; from++) {
    for (let to = Math.min(tokens.length, from + longestName); to > from; to--) {
      const name = joined(tokens.slice(from, to));
      // One character is a name of nothing that people go to.
      if (name.length < 2 || !isName(name)) continue;
      const before = joined(tokens.slice(0, from));
      const isExplained = before === '' || isRegions(before) || before.replace(numberBefore, '') === '';
      found.push({ from, to, match: { name, before, after: joined(tokens.slice(to)), isExplained } });
    }
  }
  const isWithinLonger = (one: (typeof found)[number]) =>
    found.some((other) => other.to - other.from > one.to - one.from && other.from < one.to && one.from < other.to);
  return found.filter((each) => !isWithinLonger(each)).map(({ match }) => match);
}

function joined(tokens: readonly string[]): string {
  return tokens.join(' ').replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '');
}

/** The numbers that a house of a matched street may have, the most exact first. */
export function saidNumbers({ before, after }: NameMatch): SaidNumber[] {
  const lane = /^(\d+)弄(?:(\d+(?:-\d+)*))?/.exec(after);
  if (lane !== null) {
    const [, number, house] = lane;
    const whole = house === undefined ? [] : [{ number: `${number}弄${house}`, isWhole: true }];
    return [...whole, { number: `${number}弄`, isWhole: house === undefined }];
  }
  const behind = /^(?:(?:no|number) )?(\d+(?:-\d+)*[a-z]?)(?![a-z])/.exec(after);
  if (behind !== null) {
    const [, number] = behind;
    const yard = number.split('-')[0];
    return yard === number
      ? [{ number, isWhole: true }]
      : [
          { number, isWhole: true },
          { number: yard, isWhole: false },
        ];
  }
  const ahead = numberBefore.exec(before);
  return ahead === null ? [] : [{ number: ahead[1], isWhole: true }];
}
