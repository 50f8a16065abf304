import type { Response } from 'express';

/**
 * Answers with a file that `write` writes. One that breaks off does not look whole: the connection is cut; and where nothing
 * was sent yet, the refusal is answered as any other.
 *
 * @throws whatever `write` throws before the first byte.
 */
export async function sendWhole(response: Response, write: () => Promise<void>): Promise<void> {
  try {
    await write();
    response.end();
  } catch (error) {
    // Whoever asked has gone, or has part of a file.
    if (response.destroyed || response.headersSent) response.destroy();
    else {
      response.removeHeader('Content-Disposition');
      throw error;
    }
  }
}
