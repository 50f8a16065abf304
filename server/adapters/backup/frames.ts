import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { z } from 'zod';
import { DispatchError } from '../../domain/dispatch-error.js';

/** What a frame holds. */
export type FrameKind = 'part' | 'data' | 'partEnd' | 'manifest' | 'end';

export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

const numberOf: Readonly<Record<FrameKind, number>> = { part: 1, data: 2, partEnd: 3, manifest: 4, end: 5 };
const kindOf = new Map(Object.entries(numberOf).map(([kind, number]) => [number, kind as FrameKind]));

/** The most that a frame may hold: a damaged length never has more memory set aside. */
const mostBytes = 16 * 1024 * 1024;
const chunkBytes = 256 * 1024;
const tagBytes = 16;
const longestHeader = 4096;

const headerSchema = z.strictObject({
  format: z.literal('tuanda-backup'),
  version: z.literal(1),
  /** Undefined where the file is not encrypted. */
  encryption: z
    .strictObject({
      cipher: z.literal('aes-256-gcm'),
      kdf: z.literal('scrypt'),
      n: z.union([z.literal(2 ** 15), z.literal(2 ** 16), z.literal(2 ** 17)]),
      r: z.literal(8),
      p: z.literal(1),
      salt: z.string().regex(/^[0-9a-f]{32}$/),
      /** Tells a wrong password from a damaged file. */
      check: z.string().regex(/^[0-9a-f]{16}$/),
    })
    .optional(),
});

export function damaged(what: string, cause?: unknown): DispatchError {
  return new DispatchError('backup-damaged', `The backup is damaged: ${what}. Nothing was changed; take another one.`, {
    cause,
  });
}

/**
 * Writes frames one after the other, each sealed by AES-256-GCM where there is a password.
 *
 * A frame is its length (four bytes, big-endian) and its body: a byte for its kind, and the payload. Sealed, the body
 * is the ciphertext and its tag; the nonce is the frame's number, so that frames cannot be left out or change places,
 * and the key, being made from a new salt, seals no other file.
 */
export class FrameWriter {
  private readonly hash = createHash('sha256');
  private count = 0;
  private written = 0;

  private constructor(
    private readonly stream: Writable,
    private readonly key: Buffer | undefined,
    private readonly header: Buffer,
  ) {}

  static async begin(stream: Writable, password: string | undefined): Promise<FrameWriter> {
    let key: Buffer | undefined;
    let encryption: z.infer<typeof headerSchema>['encryption'];
    if (password !== undefined) {
      const salt = randomBytes(16).toString('hex');
      const made = await makeKey(password, salt, 2 ** 16);
      key = made.key;
      encryption = { cipher: 'aes-256-gcm', kdf: 'scrypt', n: 2 ** 16, r: 8, p: 1, salt, check: made.check };
    }
    const header = Buffer.from(`${JSON.stringify({ format: 'tuanda-backup', version: 1, encryption })}\n`);
    // Told by the next write, or at the end: without a listener a full disk would end the whole server.
    stream.on('error', () => undefined);
    const writer = new FrameWriter(stream, key, header);
    await writer.put(header);
    return writer;
  }

  async write(kind: FrameKind, payload: Buffer | string): Promise<void> {
    const plain = Buffer.concat([Buffer.from([numberOf[kind]]), Buffer.from(payload as string)]);
    const body = this.key === undefined ? plain : seal(plain, this.key, this.count, this.header);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    this.count++;
    await this.put(Buffer.concat([length, body]));
  }

  /** Writes the last frame: the checksum of all before it. */
  async end(): Promise<{ readonly sha256: string; readonly bytes: number }> {
    const sha256 = this.hash.copy().digest('hex');
    await this.write('end', sha256);
    return { sha256, bytes: this.written };
  }

  private async put(bytes: Buffer): Promise<void> {
    this.hash.update(bytes);
    this.written += bytes.length;
    if (this.stream.errored) throw this.stream.errored;
    if (!this.stream.write(bytes)) await once(this.stream, 'drain');
  }
}

/** How a file's frames are opened. */
export interface FrameKey {
  readonly key: Buffer | undefined;
  readonly header: Buffer;
}

/**
 * Reads a file's first line and makes its key.
 *
 * @throws DispatchError backup-damaged when it is no backup, backup-password when the password is missing or wrong.
 */
export async function openFrames(file: FileHandle, password: string | undefined): Promise<FrameKey> {
  const beginning = Buffer.alloc(longestHeader);
  const { bytesRead } = await file.read(beginning, 0, longestHeader, 0);
  const end = beginning.subarray(0, bytesRead).indexOf(0x0a);
  if (end < 0) throw damaged('it does not begin as a backup does');
  const header = Buffer.from(beginning.subarray(0, end + 1));
  let read: z.infer<typeof headerSchema>;
  try {
    read = headerSchema.parse(JSON.parse(header.toString()));
  } catch (error) {
    throw damaged('it does not begin as a backup does', error);
  }
  const { encryption } = read;
  if (encryption === undefined) return { key: undefined, header };
  if (password === undefined) {
    throw new DispatchError(
      'backup-password',
      'The backup is encrypted. Give its password with --password-file FILE or in TUANDA_BACKUP_PASSWORD.',
    );
  }
  const { key, check } = await makeKey(password, encryption.salt, encryption.n);
  if (check !== encryption.check) {
    throw new DispatchError('backup-password', 'The password is not the one that the backup was encrypted with.');
  }
  return { key, header };
}

/**
 * The frames of a file from its beginning, the last one included.
 *
 * @throws DispatchError backup-damaged where anything is not as it was written, the file ends early or goes on.
 */
export async function* readFrames(file: FileHandle, { key, header }: FrameKey): AsyncGenerator<Frame> {
  const hash = createHash('sha256').update(header);
  let at = header.length;
  let held: Buffer = Buffer.alloc(0);
  /** As many bytes; undefined where the file ends before the first of them. */
  const take = async (count: number): Promise<Buffer | undefined> => {
    const parts = [held];
    let length = held.length;
    while (length < count) {
      // By place and not by a stream, whose end would close the file: it is read more than once.
      const chunk = Buffer.allocUnsafe(Math.max(chunkBytes, count - length));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) {
        if (length === 0) return undefined;
        throw damaged('its end is missing');
      }
      at += bytesRead;
      length += bytesRead;
      parts.push(chunk.subarray(0, bytesRead));
    }
    const all = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    held = all.subarray(count);
    return all.subarray(0, count);
  };
  for (let count = 0; ; count++) {
    const length = await take(4);
    if (length === undefined) throw damaged('its end is missing');
    const bytes = length.readUInt32BE();
    if (bytes < 1 || bytes > mostBytes) throw damaged('a length in it makes no sense');
    const body = await take(bytes);
    if (body === undefined) throw damaged('its end is missing');
    const plain = key === undefined ? body : unseal(body, key, count, header);
    const kind = kindOf.get(plain[0]);
    if (kind === undefined) throw damaged('a part of it is of no known kind');
    const payload = plain.subarray(1);
    if (kind === 'end') {
      if (payload.toString() !== hash.digest('hex')) throw damaged('its checksum is another one');
      if ((await take(1)) !== undefined) throw damaged('something stands behind its end');
      yield { kind, payload };
      return;
    }
    hash.update(length).update(body);
    yield { kind, payload };
  }
}

const scryptKey = promisify<string, Buffer, number, object, Buffer>(scrypt);

async function makeKey(password: string, salt: string, n: number) {
  const options = { N: n, r: 8, p: 1, maxmem: 256 * n * 8 };
  const made = await scryptKey(password.normalize('NFC'), Buffer.from(salt, 'hex'), 40, options);
  return { key: made.subarray(0, 32), check: made.subarray(32).toString('hex') };
}

function nonceOf(count: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(count, 6, 6);
  return nonce;
}

function seal(plain: Buffer, key: Buffer, count: number, header: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(count)).setAAD(header);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(body: Buffer, key: Buffer, count: number, header: Buffer): Buffer {
  if (body.length <= tagBytes) throw damaged('a part of it is too short');
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(count)).setAAD(header);
  decipher.setAuthTag(body.subarray(body.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, body.length - tagBytes)), decipher.final()]);
  } catch (error) {
    throw damaged('a part of it was changed', error);
  }
}
