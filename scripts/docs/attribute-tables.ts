import { columnsOf, tableThings } from '../../server/application/tables/table-kinds.js';
import { attributesOf, type Placed, type Thing } from '../../server/domain/network/attributes/attribute.js';

const begins = '<!-- attributes: made by `npm run docs:attributes` from server/domain/network/attributes -->';
const ends = '<!-- attributes: end -->';

/** The text of docs/import-format.md with the tables of the network's attributes as they are now. */
export function withAttributeTables(text: string): string {
  const [before, rest] = halves(text, begins);
  const [, after] = halves(rest, ends);
  return `${before}${begins}\n\n${attributeTables()}\n${ends}${after}`;
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`The text has no line ${mark}.`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function attributeTables(): string {
  const tables: readonly (readonly [string, Thing])[] = Object.entries(tableThings);
  const files = tables.map(([kind, of]) => {
    const { required, optional } = columnsOf(of);
    return `| \`${kind}\` | ${required.join(', ')} | ${optional.join(', ')} |`;
  });
  const overview = ['| File | Columns of every file | Further columns |', '|---|---|---|', ...files];
  const each = tables.flatMap(([kind, of]) => [
    '',
    `### \`${kind}\``,
    '',
    '| Column | In JSON | A cell holds | Left out | Means |',
    '|---|---|---|---|---|',
    ...attributesOf(of)
      .filter(({ columns }) => columns.length > 0)
      .map(lineOf),
  ]);
  return `${[...overview, ...each].join('\n')}\n`;
}

function lineOf(placed: Placed): string {
  const { attribute, columns, field } = placed;
  const { kind, label, help, example } = attribute;
  const form = example === undefined ? kind.form : `${kind.form}, such as \`${example}\``;
  const also = attribute.alsoColumn === undefined ? '' : ` (or ${attribute.alsoColumn})`;
  const names = `${columns.map(({ column }) => column).join(', ')}${also}`;
  const cells = [
    names,
    `\`${field}\``,
    form,
    leftOut(placed),
    `${label.en}${help === undefined ? '' : `. ${help.en}`}`,
  ];
  return `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}

function leftOut({ attribute, isOptional }: Placed): string {
  const { otherwise, follows, kind } = attribute;
  if (isOptional) return 'stays as it is';
  if (follows) return 'follows';
  if (otherwise === undefined) return 'refused';
  const cell = otherwise === null ? '' : kind.format(otherwise);
  return cell === '' ? 'none' : `\`${cell}\``;
}
