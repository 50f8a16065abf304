import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInstance } from '../../../server/adapters/files/instances/read-instance.js';
import { InvalidInputError } from '../../../server/domain/dispatch-error.js';
import { writeFiles } from '../../support/small-day.js';
import { mixed, square, tiny } from '../../support/small-instances.js';

const refusal = (content: string | Buffer): string => {
  try {
    readInstance(path.join(writeFiles({ 'x.vrp': content }), 'x.vrp'));
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    return (error as Error).message;
  }
  return 'not refused';
};

const customers = (count: number) =>
  Array.from({ length: count }, (_, at) => `${at + 1} ${at} 0 1 0 ${10 ** 6} 1`).join('\n');

describe('instances are refused with a sentence', () => {
  it.each([
    ['an empty file', '', 'is empty'],
    ['blank lines', '\n \n', 'is empty'],
    ['some other text', 'hello', 'neither a CVRPLIB'],
    ['a binary file', Buffer.from([0x89, 0x50, 0, 1, 2, 255]), 'binary'],
    ['a truncated file', square.slice(0, square.indexOf('4 4\nDEPOT')), 'DEMAND_SECTION has 3 rows; 4 nodes'],
    ['a file cut in its coordinates', square.slice(0, square.indexOf('4 10 0')), 'NODE_COORD_SECTION has 3 rows'],
    ['a file without its depot', square.slice(0, square.indexOf('DEPOT_SECTION')), 'no DEPOT_SECTION'],
    ['a file without a dimension', square.replace('DIMENSION : 4\n', ''), 'no DIMENSION'],
    ['another dimension', square.replace('DIMENSION : 4', 'DIMENSION : 5'), '5 nodes are announced'],
    ['no capacity', square.replace('CAPACITY : 10\n', ''), 'no CAPACITY'],
    ['zero capacity', square.replace('CAPACITY : 10', 'CAPACITY : 0'), 'CAPACITY is 0'],
    ['a negative capacity', square.replace('CAPACITY : 10', 'CAPACITY : -1'), 'CAPACITY is -1'],
    ['a capacity that is no number', square.replace('CAPACITY : 10', 'CAPACITY : NaN'), '"NaN" is no number'],
    ['zero vehicles', square.replace('CAPACITY', 'VEHICLES : 0\nCAPACITY'), 'VEHICLES is 0'],
    ['a demand over any vehicle', square.replace('2 4', '2 11'), 'node 2 wants 11, more than any vehicle holds (10)'],
    ['a demand of 10^15', square.replace('2 4', '2 1000000000000000'), 'more than any vehicle holds'],
    ['a negative demand', square.replace('2 4', '2 -4'), 'demand of node 2 is -4'],
    ['a demand in parts', square.replace('2 4', '2 4.5'), 'demand of node 2 is 4.5'],
    ['a demand beyond exact numbers', square.replace('2 4', '2 1e300'), 'demand of node 2 is 1e+300'],
    ['a demand of the depot', square.replace('1 0\n2 4', '1 1\n2 4'), 'the depot, node 1, has a demand'],
    ['a coordinate in words', square.replace('2 0 10', '2 0 ten'), 'line 9: "ten" is no number'],
    ['a coordinate NaN', square.replace('2 0 10', '2 NaN 10'), '"NaN" is no number'],
    ['an endless coordinate', square.replace('2 0 10', '2 1e999 10'), '"1e999" is no number'],
    ['places too far apart', square.replace('2 0 10', '2 1e12 10'), 'ways of up to 10,000,000'],
    ['an extra column', square.replace('2 0 10', '2 0 10 5'), 'line 9 holds 4 numbers where 3 are expected'],
    ['a node twice', square.replace('3 10 10', '2 10 10'), 'names node 2 twice'],
    ['a node that there is not', square.replace('3 10 10', '9 10 10'), 'names node 9'],
    ['a demand twice', square.replace('3 4', '2 4'), 'DEMAND_SECTION names node 2 twice'],
    ['two depots', square.replace('1\n-1', '1\n2\n-1'), 'names 2 depots'],
    ['a depot that there is not', square.replace('DEPOT_SECTION\n1', 'DEPOT_SECTION\n7'), 'names node 7 as its depot'],
    ['another measure', square.replace('EUC_2D', 'GEO'), '"GEO"; read is EUC_2D'],
    ['no measure', square.replace('EDGE_WEIGHT_TYPE : EUC_2D\n', ''), 'no EDGE_WEIGHT_TYPE'],
    ['another kind of problem', square.replace(': CVRP', ': OVRP'), 'TYPE is "OVRP"'],
    ['a section that is not held', square.replace('EOF', 'TIME_WINDOW_SECTION\n1 0 5'), 'TIME_WINDOW_SECTION is not'],
    ['a field that is not held', square.replace('CAPACITY', 'GROUPS : 2\nCAPACITY'), 'the field "GROUPS" is not read'],
    ['a negative length', square.replace('CAPACITY', 'DISTANCE : -1\nCAPACITY'), 'DISTANCE is -1'],
    ['a fleet of another number', mixed.replace('VEHICLES: 2', 'VEHICLES: 3'), 'announces 3 VEHICLES'],
    ['an empty fleet', mixed.replace('VEHICLES: 2\n', '').replace('1 1\n2 6\n', ''), 'gives no vehicle'],
    ['prices for another fleet', mixed.replace('2 200\n', ''), 'VEHICLES_UNIT_DISTANCE_COST_SECTION has 1 rows'],
    ['too many nodes', square.replace('DIMENSION : 4', 'DIMENSION : 50001'), '50000 customers; the limit is 20000'],
    ['zero vehicles (Solomon)', tiny.replace('  2         10', '  0         10'), 'the number of vehicles is 0'],
    ['zero capacity (Solomon)', tiny.replace('  2         10', '  2          0'), 'the capacity is 0'],
    ['an inverted window', tiny.replace('0    50   10\n    2', '60    50   10\n    2'), 'before it begins at 60'],
    ['a closed depot', tiny.replace('0   100    0', '0     0    0'), 'it never works'],
    ['a negative service time', tiny.replace('0    50   10\n    2', '0    50  -10\n    2'), 'negative time'],
    ['a time finer than tenths', tiny.replace('0    50   10\n    2', '0 49.95   10\n    2'), 'whole tenths'],
    ['an endless time', tiny.replace('0    50   10\n    2', '0  1e12   10\n    2'), 'whole tenths'],
    ['an endless service', tiny.replace('50   10\n    2', '50 1e12\n    2'), 'whole tenths'],
    [
      'an endless service (DISTANCE)',
      square.replace('CAPACITY', 'DISTANCE : 9\nSERVICE_TIME : 1e9\nCAPACITY'),
      'SERVICE_TIME',
    ],
    ['a customer twice', tiny.replace('    2      5', '    1      5'), 'two customers 1'],
    ['a customer missing', tiny.replace('    2      5', '    3      5'), 'no row 2'],
    ['no customer', tiny.slice(0, tiny.indexOf('    1      0')), 'holds no customer'],
    ['a row cut off', tiny.trimEnd().slice(0, -8), 'where 7 are expected'],
    ['an extra column (Solomon)', tiny.replace('50   10\n    2', '50   10  1\n    2'), 'line 11 holds 8 numbers'],
    ['a heavy customer (Solomon)', tiny.replace('7    1', '7   11'), 'customer 1 wants 11'],
    ['50,000 customers', tiny.slice(0, tiny.indexOf('    1      0')) + customers(50_000), 'the limit is 20000'],
  ])('%s', (_, content, sentence) => {
    const said = refusal(content);
    expect(said).toContain(sentence);
    expect(said).toMatch(/^x\.vrp.*[.?]$/);
  });

  it('a folder, and a file that is not there', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-folder-'));
    expect(() => readInstance(folder)).toThrow('is a folder');
    expect(() => readInstance(path.join(folder, 'nowhere.vrp'))).toThrow('There is no file');
  });
});
