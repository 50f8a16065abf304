import { mostInvited } from '../../domain/accounts/invitation.js';
import { type Role, roles } from '../../domain/accounts/role.js';
import { InvalidInputError, type ToldFault, toldOf } from '../../domain/dispatch-error.js';
import { entryOf } from '../../domain/entry-of.js';
import { plainly, saidIn, type Told, told } from '../../domain/told.js';
import { type Finding, reasonIn, type Table, type TableRow } from '../tables/finding.js';
import { codeOf, sentenceOf } from '../tables/finding-words/sentence.js';
import { plain } from '../tables/row-reader.js';
import type { Invitee } from './people-store.js';

/** Why a row of a list, or the whole of it, is nobody to be invited. */
export interface ListFault {
  readonly file: string;
  /** The header is line 1; 0 for the whole file. */
  readonly line: number;
  readonly column: string;
  readonly error: ToldFault;
}

export interface ReadPeople {
  readonly people: readonly Invitee[];
  readonly faults: readonly ListFault[];
}

/** How columns may be headed, in either language. */
const headings = {
  name: ['name', '姓名', '名称', '称呼'],
  login: ['login', '登录名', '账号'],
  role: ['role', '角色', '岗位'],
  depotId: ['depot_id', 'depotid', 'depot', '仓库', '仓库编号'],
  courierId: ['courier_id', 'courierid', 'courier', '配送员', '配送员编号', '骑手', '骑手编号', '司机编号'],
  stationId: ['station_id', 'stationid', 'station', '自提点', '自提点编号', '站点', '站点编号', '团长编号'],
} as const;

type Field = keyof typeof headings;

const roleWords: Readonly<Record<string, Role>> = {
  ...Object.fromEntries(roles.map((role) => [role, role])),
  管理员: 'admin',
  调度员: 'dispatcher',
  调度: 'dispatcher',
  拣货员: 'picker',
  拣货: 'picker',
  配送员: 'courier',
  骑手: 'courier',
  司机: 'courier',
  自提点: 'station',
  站点: 'station',
  团长: 'station',
  系统: 'integration',
};

/**
 * Reads people from tables: name, role, and the station, courier or depot that they belong to. Without a role, who has a
 * station is of the station, and who has a courier's id is that courier.
 *
 * @throws InvalidInputError for more than fit into one invitation.
 */
export async function readPeople(tables: readonly Table[], unreadable: readonly Finding[]): Promise<ReadPeople> {
  const people: Invitee[] = [];
  const faults: ListFault[] = unreadable.map((finding) => {
    const { file, line, column, code, reason } = finding;
    return { file, line, column, error: { code, detail: reason, told: saidIn('zh', reasonIn(finding, 'zh')) } };
  });
  for (const table of tables) {
    const { file } = table;
    const columns = columnsOf(table.columns);
    if (columns.size === 0) {
      const sentence = plainly('No column is headed name, login, role, depot_id, courier_id or station_id.');
      faults.push({ file, line: 1, column: '', error: faultOf(sentence) });
      continue;
    }
    for await (const row of table.rows()) {
      const read = readRow(row, columns);
      if (read === undefined) continue;
      if ('error' in read) faults.push({ file, line: row.line, ...read });
      else if (people.push(read) > mostInvited) {
        throw new InvalidInputError(told`At most ${mostInvited} people are invited at once. Split the list.`);
      }
    }
  }
  return { people, faults };
}

function columnsOf(columns: readonly string[]): Map<Field, string> {
  const known = new Map<Field, string>();
  for (const column of columns) {
    const heading = column.trim().toLowerCase();
    const field = (Object.keys(headings) as Field[]).find((each) =>
      (headings[each] as readonly string[]).includes(heading),
    );
    if (field !== undefined && !known.has(field)) known.set(field, column);
  }
  return known;
}

/** Undefined for a row with nothing in it. */
function readRow(
  row: TableRow,
  columns: ReadonlyMap<Field, string>,
): Invitee | Pick<ListFault, 'column' | 'error'> | undefined {
  if (row.fault !== undefined) {
    const { sentence, facts } = row.fault;
    const told = saidIn('zh', sentenceOf(sentence, facts, 'zh'));
    return { column: '', error: { code: codeOf(sentence), detail: sentenceOf(sentence, facts, 'en'), told } };
  }
  const cell = (field: Field) => {
    const text = (row.cells[columns.get(field) ?? ''] ?? '').trim();
    return text === '' ? undefined : plain(text);
  };
  const of = { depotId: cell('depotId'), courierId: cell('courierId'), stationId: cell('stationId') };
  const said = cell('role');
  const [name, login] = [cell('name'), cell('login')];
  if ([name, login, said, ...Object.values(of)].every((value) => value === undefined)) return undefined;
  const column = columns.get('role') ?? 'role';
  const role = said === undefined ? roleBy(of) : entryOf(roleWords, said.toLowerCase());
  if (role === undefined) {
    const sentence =
      said === undefined
        ? plainly('Say what they are: role, station_id or courier_id.')
        : told`There is no role ${said}. Roles are ${roles.join(', ')}.`;
    return { column, error: faultOf(sentence) };
  }
  const tooLong = Object.entries({ login, name, ...of }).find(([field, value]) => (value?.length ?? 0) > mostOf(field));
  if (tooLong !== undefined) {
    const [field, value] = tooLong;
    const sentence = told`At most ${mostOf(field)} characters, not ${value!.length}.`;
    return { column: columns.get(field as Field)!, error: faultOf(sentence) };
  }
  const { depotId, courierId, stationId } = of;
  return Object.fromEntries(
    Object.entries({
      login,
      name,
      role,
      courierId,
      stationId,
      depotIds: depotId === undefined ? undefined : [depotId],
    }).filter(([, value]) => value !== undefined),
  ) as unknown as Invitee;
}

const faultOf = (sentence: Told) => toldOf(new InvalidInputError(sentence));

const mostOf = (field: string) => (field === 'login' ? 64 : 100);

function roleBy({ courierId, stationId }: Pick<Invitee, 'courierId' | 'stationId'>): Role | undefined {
  if (stationId !== undefined) return 'station';
  return courierId === undefined ? undefined : 'courier';
}
