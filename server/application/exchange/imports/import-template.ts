import type { Language } from '../../../domain/told.js';
import { type TableColumn, tableColumnsOf } from '../../tables/columns/table-columns.js';
import type { TableKind } from '../../tables/table-kinds.js';
import type { ExportTable } from '../exports/export-table.js';

const words = {
  zh: { sheet: '说明', column: '列', name: '列名', means: '含义', form: '格式', needed: '必填', yes: '是', no: '' },
  en: {
    sheet: 'Explanation',
    column: 'Column',
    name: 'Our name',
    means: 'Means',
    form: 'A cell holds',
    needed: 'Needed',
    yes: 'yes',
    no: '',
  },
} as const;

/**
 * A file of a kind to begin with: the header in the reader's language, one example row, and on a second sheet what each
 * column means. It can be imported as it is: the second sheet has no header that is known.
 */
export function importTemplate(kind: TableKind, language: Language): [ExportTable, ExportTable] {
  const columns = tableColumnsOf(kind);
  const say = words[language];
  const text = (title: string, width: number) => ({ title, kind: 'text' as const, width });
  return [
    {
      name: kind,
      columns: columns.map(({ label }) => text(label[language], Math.max(12, label[language].length + 4))),
      rows: [columns.map(exampleOf)],
    },
    {
      name: say.sheet,
      columns: [text(say.column, 28), text(say.name, 24), text(say.needed, 8), text(say.form, 40), text(say.means, 80)],
      rows: columns.map(({ label, column, isRequired, form, help }) => [
        label[language],
        column,
        isRequired ? say.yes : say.no,
        form.replaceAll('`', ''),
        help?.[language] ?? '',
      ]),
    },
  ];
}

/** What is optional is left empty, so that a row of examples refers to nothing that is not there. */
function exampleOf({ isRequired, column, label, example }: TableColumn): string {
  if (!isRequired) return '';
  return example === '' && column === 'name' ? label.zh : example;
}
