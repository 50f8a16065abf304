import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../server/compiled.js';
import { withAttributeTables } from './docs/attribute-tables.js';

// Writes the tables of the network's attributes into docs/import-format.md anew.
const file = path.join(projectRoot, 'docs/import-format.md');
writeFileSync(file, withAttributeTables(readFileSync(file, 'utf8')));
console.log('docs/import-format.md has the attributes as they are now.');
