import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { UploadBounds } from '../endpoint.js';

/** File systems take 255 bytes, and a number may come before the name. */
const longestNameBytes = 200;

/**
 * Receives a multipart request's files into a folder that is gone when the work is done.
 *
 * @throws MulterError for a file that is larger than the bounds, or for too many of them.
 */
export async function withUploadedFiles<T>(
  request: Request,
  response: Response,
  bounds: UploadBounds,
  work: (files: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tuanda-import-'));
  try {
    return await work(await receive(request, response, bounds, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tells files apart by name and content, in whatever order they were sent. */
export async function fingerprintOf(files: readonly string[]): Promise<string[]> {
  const prints: string[] = [];
  for (const file of files) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    prints.push(`${path.basename(file)} ${hash.digest('hex')}`);
  }
  return prints.sort();
}

/** Writes the files under their own names, which never lead out of the folder; a name that comes twice gets a number. */
function receive(request: Request, response: Response, bounds: UploadBounds, folder: string): Promise<string[]> {
  const taken = new Set<string>();
  const storage = multer.diskStorage({
    destination: folder,
    filename(_request, file, done) {
      // Browsers send the name as UTF-8; multer reads it as Latin-1.
      const sent = Buffer.from(file.originalname, 'latin1').toString('utf8');
      const plain = lastBytes(path.basename(sent).replace(/[^\p{L}\p{N}._-]/gu, '_'), longestNameBytes);
      const wanted = plain === '' || plain.startsWith('.') ? 'file' : plain;
      let name = wanted;
      for (let number = 2; taken.has(name); number++) name = `${number}-${wanted}`;
      taken.add(name);
      done(null, name);
    },
  });
  const upload = multer({ storage, limits: { fileSize: bounds.bytes, files: bounds.files } }).any();
  return new Promise((resolve, reject) => {
    upload(request, response, (error: unknown) => {
      const isOurs = error instanceof MulterError || (error as NodeJS.ErrnoException | undefined)?.code !== undefined;
      if (isOurs) reject(error);
      else if (error !== undefined && error !== null) reject(new InvalidInputError('The multipart body is broken.'));
      else resolve(((request.files as Express.Multer.File[] | undefined) ?? []).map((file) => file.path));
    });
  });
}

/** The end of a text, where the kind of a file shows; whole characters only. */
function lastBytes(text: string, most: number): string {
  const characters = [...text];
  while (Buffer.byteLength(characters.join('')) > most) characters.splice(0, Math.ceil(characters.length / 10));
  return characters.join('');
}
