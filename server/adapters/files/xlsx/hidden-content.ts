import type { TableNotice } from '../../../application/tables/finding.js';
import type { SheetOddities } from './sheet-oddities.js';

/** How many rows and columns of a sheet are hidden and have something in them. */
export interface HiddenCells {
  readonly rows: number;
  readonly columns: number;
}

const mostNames = 10;

/** What is hidden in a sheet; rows and columns without a value are nobody's loss. */
export function hiddenCells(
  rows: readonly (readonly unknown[])[],
  { hiddenRows, hiddenColumns }: Pick<SheetOddities, 'hiddenRows' | 'hiddenColumns'>,
): HiddenCells {
  const filled = new Set<number>();
  if (hiddenColumns.length > 0) {
    for (const row of rows) for (const [at, cell] of row.entries()) if (isFilled(cell)) filled.add(at);
  }
  const isHiddenColumn = (at: number) => hiddenColumns.some(([first, last]) => at >= first && at <= last);
  return {
    rows: [...hiddenRows].filter((at) => rows[at]?.some(isFilled)).length,
    columns: [...filled].filter(isHiddenColumn).length,
  };
}

/** Whether a sheet has anything in it. */
export function hasContent(rows: readonly (readonly unknown[])[]): boolean {
  return rows.some((row) => row.some(isFilled));
}

/** What to tell of a sheet of a workbook: what is read although it is hidden, and what is not because it is. */
export function hiddenNotices(workbook: string, hidden: HiddenCells, sheets: readonly string[]): TableNotice[] {
  const notices: TableNotice[] = [];
  if (hidden.rows + hidden.columns > 0) notices.push({ sentence: 'hidden-cells', facts: { ...hidden } });
  if (sheets.length > 0) {
    const names = sheets.slice(0, mostNames).join(', ') + (sheets.length > mostNames ? ' …' : '');
    notices.push({ workbook, sentence: 'hidden-sheets', facts: { count: sheets.length, names } });
  }
  return notices;
}

function isFilled(cell: unknown): boolean {
  return cell !== null && cell !== undefined && String(cell).trim() !== '';
}
