import pg from 'pg';

/** Whoever asks whether the server is ready gets an answer within a second; this leaves some of it for the way. */
const answerMilliseconds = 500;

/** Looks whether PostgreSQL answers, over a connection of its own: the pool's may all be at work. */
export interface PostgresProbe {
  /** Why it does not answer; undefined when it does. Takes half a second at most, and never throws. */
  findFault(): Promise<string | undefined>;
  close(): void;
}

/** One connection at most, whoever asks; those who ask meanwhile share one answer. */
export function makePostgresProbe(databaseUrl: string): PostgresProbe {
  let client: pg.Client | undefined;
  let asking: Promise<string | undefined> | undefined;

  const drop = (dropped: pg.Client) => {
    if (client === dropped) client = undefined;
    // An orderly end would wait for who does not answer.
    const { connection } = dropped as unknown as { connection: { stream: { destroy(): void } } };
    connection.stream.destroy();
  };

  const connect = () => {
    const made = new pg.Client({ connectionString: databaseUrl, application_name: 'tuanda readiness' });
    made.on('error', () => drop(made));
    made.on('end', () => drop(made));
    client = made;
    return made.connect().then(() => made);
  };

  const ask = async () => {
    const known = client;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const fail = () => reject(new Error(`it did not answer within ${answerMilliseconds / 1000} s`));
      // Where this process itself was busy, the answer is there already and is read in the turn between.
      timer = setTimeout(() => setImmediate(() => setImmediate(fail)), answerMilliseconds);
    });
    try {
      const answered = (known === undefined ? connect() : Promise.resolve(known)).then((open) =>
        open.query('select 1'),
      );
      // Who comes too late is heard by nobody.
      answered.catch(() => undefined);
      await Promise.race([answered, late]);
      return undefined;
    } catch (error) {
      if (client !== undefined) drop(client);
      return reasonOf(error as Error);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    findFault() {
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    close() {
      if (client !== undefined) drop(client);
    },
  };
}

/** Connecting to a name with several addresses fails with several errors and an empty message. */
function reasonOf({ message, code, errors }: Error & { code?: string; errors?: Error[] }): string {
  return errors?.[0]?.message ?? (message === '' ? (code ?? 'no reason given') : message);
}
