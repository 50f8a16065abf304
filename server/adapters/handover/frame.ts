import type { Socket } from 'node:net';
import { pipeline, type Writable } from 'node:stream';
import split from 'split2';
import { z } from 'zod';

/** The first line that a client sends: which command it wants run, and where it stands. */
export const handedOverSchema = z.object({
  version: z.string(),
  command: z.string(),
  given: z.array(z.string()),
  workingFolder: z.string(),
  /** Whether the client's stderr and its stdout are terminals. */
  isTerminal: z.boolean(),
  isOutTerminal: z.boolean(),
  /** What the client read from its stdin for the command, if the command reads it. */
  input: z.string().optional(),
});
export type HandedOver = z.infer<typeof handedOverSchema>;

/** What a client may send after that. */
export const clientFrameSchema = z.object({ kind: z.literal('interrupt') });

/**
 * What the server sends: first that it begins or why it refuses, then output in base64, at the end the exit code. A
 * connection that ends before `begun` has done nothing.
 */
export const serverFrameSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begun') }),
  z.object({ kind: z.literal('refused'), detail: z.string() }),
  z.object({ kind: z.enum(['stdout', 'stderr']), data: z.base64() }),
  z.object({ kind: z.literal('exit'), code: z.number().int() }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;

/** Both sides speak in lines of JSON. */
export function sendFrame(socket: Writable, frame: object, sent?: () => void): void {
  socket.write(`${JSON.stringify(frame)}\n`, sent);
}

/** The lines of the other side as they come. Throws when the connection breaks off or a line is no JSON. */
export function readFrames(socket: Socket): AsyncIterator<unknown> & AsyncIterable<unknown> {
  // Whoever reads the lines is told of a fault; the callback has nothing to add.
  return pipeline(socket, split(JSON.parse), () => undefined)[Symbol.asyncIterator]();
}
