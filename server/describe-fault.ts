import pino from 'pino';

/** What PostgreSQL tells of rows and values: names, phones and notes of people may stand in it. */
const ofRows = ['detail', 'where', 'hint', 'internalQuery', 'query', 'parameters', 'bindings'] as const;
/** As long as a phone number, in digits that may stand apart. */
const phoneLike = /\+?\d(?:[ -]?\d){6,}/g;
/** Quoted in a message is what somebody sent. */
const quoted = /: "(?:[^"\\]|\\.)*"/g;

/** An error as it is logged: what it is and where it came from, without anything of a customer's, courier's or station's. */
export function describeFault(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const described = { ...(pino.stdSerializers.err(error) as unknown as Record<string, unknown>) };
  for (const field of ofRows) delete described[field];
  for (const field of ['message', 'stack'] as const) {
    const text = described[field];
    if (typeof text === 'string') described[field] = text.replace(quoted, ': "…"').replace(phoneLike, '…');
  }
  delete described.aggregateErrors;
  return described;
}
