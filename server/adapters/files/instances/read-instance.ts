import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Instance } from './instance.js';
import { readCvrplib } from './read-cvrplib.js';
import { readLiLim } from './read-li-lim.js';
import { readSolomon } from './read-solomon.js';
import { readVroom } from './vroom/read-vroom.js';

const mostBytes = 500_000_000;

/**
 * Reads a public instance; its form is known by what stands in it, not by the file's name.
 *
 * @throws InvalidInputError with a sentence when it cannot be read, is of no known form, or broken.
 */
export function readInstance(file: string): Instance {
  const name = path.basename(file);
  const text = readText(file, name);
  if (/^\s*[{[]/.test(text)) return readVroom(text, name);
  if (/^\s*-?\d+\s+-?\d+\s+-?\d+[ \t]*\r?\n\s*[-+\d]/.test(text)) return readLiLim(text, name);
  if (/^\s*([A-Z_]+_SECTION|DIMENSION|CAPACITY|EDGE_WEIGHT_TYPE)\b/m.test(text) && !/^\s*VEHICLE\s*$/im.test(text)) {
    return readCvrplib(text, name);
  }
  if (/^\s*VEHICLE\s*$/im.test(text) && /^\s*CUSTOMER\s*$/im.test(text)) return readSolomon(text, name);
  throw new InvalidInputError(`${name} is neither a CVRPLIB, a Solomon, a Li-Lim nor a VROOM file.`);
}

function readText(file: string, name: string): string {
  let bytes: Buffer;
  try {
    const state = statSync(file);
    if (state.isDirectory()) throw new InvalidInputError(`${file} is a folder; name an instance file.`);
    if (!state.isFile()) throw new InvalidInputError(`${file} is no plain file.`);
    if (state.size > mostBytes) {
      throw new InvalidInputError(`${name} has ${state.size} bytes; instances have ${mostBytes} at most.`);
    }
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new InvalidInputError(`There is no file ${file}.`);
    throw new InvalidInputError(`${file} cannot be read (${code}).`);
  }
  if (bytes.length === 0) throw new InvalidInputError(`${name} is empty.`);
  if (bytes.includes(0)) throw new InvalidInputError(`${name} is a binary file, not an instance in text.`);
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') throw new InvalidInputError(`${name} is empty.`);
  return text;
}
