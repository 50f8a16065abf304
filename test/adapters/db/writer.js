// Opens the embedded database in the folder given and writes until it is killed. Prints "open", then after every
// commit the number committed. With "hold" it opens and does nothing.
import pino from 'pino';
import { openDatabase } from '../../../dist/server/adapters/db/engine/database.js';

const [dataFolder, template, mode] = process.argv.slice(2);

const startedAt = performance.now();
try {
  const database = await openDatabase({ dataFolder, template, log: pino({ level: 'silent' }) });
  await database.knex.raw('create table if not exists heads (n int primary key, place geometry(Point, 4326) not null)');
  await database.knex.raw('create index if not exists heads_by_place on heads using gist (place)');
  await database.knex.raw('create table if not exists parts (n int references heads, part int, primary key (n, part))');
  const { rows } = await database.knex.raw('select coalesce(max(n), 0) as last from heads');
  console.log('open');
  for (let n = rows[0].last + 1; mode !== 'hold'; n++) {
    await database.inTransaction(async (transaction) => {
      await transaction.raw('insert into heads values (?::int, ST_SetSRID(ST_MakePoint(?::int % 180, 30), 4326))', [
        n,
        n,
      ]);
      for (let part = 1; part <= 5; part++) await transaction.raw('insert into parts values (?, ?)', [n, part]);
    });
    console.log(n);
  }
} catch (error) {
  console.log(`refused after ${Math.round(performance.now() - startedAt)} ms ${error.code} ${error.message}`);
}
