import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type SecretBox, SecretUnreadableError } from '../../application/secret-box.js';

const form = 'v1';
const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** Whether a text is a key: 32 bytes, as Base64 or as hex. */
export function isSecretKey(text: string): boolean {
  return bytesOf(text).length === keyBytes;
}

/**
 * Seals with AES-256-GCM into `v1.KEY-ID.DATA`; the key's id is a part of its hash, so that keys can be exchanged.
 *
 * @param keys the first seals, all open.
 */
export function makeSecretBox(keys: readonly string[]): SecretBox {
  const known = keys.map((text) => ({ id: idOf(bytesOf(text)), key: bytesOf(text) }));
  const [current] = known;
  if (current === undefined) throw new Error('A box for secrets needs a key.');
  const isSealed = (text: string) => /^v1\.[0-9a-f]{16}\.[\w-]+$/.test(text);
  return {
    isSealed,
    isCurrent: (text) => isSealed(text) && text.split('.')[1] === current.id,
    seal(secret, purpose) {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, current.key, nonce, { authTagLength: tagBytes });
      sealing.setAAD(Buffer.from(purpose));
      const data = Buffer.concat([nonce, sealing.update(secret, 'utf8'), sealing.final(), sealing.getAuthTag()]);
      return [form, current.id, data.toString('base64url')].join('.');
    },
    open(sealed, purpose) {
      if (!isSealed(sealed))
        throw new SecretUnreadableError(`The secret of ${purpose} is not encrypted as it should be.`);
      const [, id, text] = sealed.split('.');
      const found = known.find((each) => each.id === id);
      if (found === undefined) {
        throw new SecretUnreadableError(
          `The secret of ${purpose} is encrypted with key ${id}, which this server does not have. Give all servers of one database the same TUANDA_SECRET_KEY, and keep the key before in it behind a comma.`,
        );
      }
      const data = Buffer.from(text, 'base64url');
      try {
        const opening = createDecipheriv(cipher, found.key, data.subarray(0, nonceBytes), { authTagLength: tagBytes });
        opening.setAAD(Buffer.from(purpose));
        opening.setAuthTag(data.subarray(-tagBytes));
        return Buffer.concat([opening.update(data.subarray(nonceBytes, -tagBytes)), opening.final()]).toString('utf8');
      } catch (cause) {
        throw new SecretUnreadableError(
          `The secret of ${purpose} was changed since it was kept. Replace it by a new one.`,
          cause,
        );
      }
    },
  };
}

function bytesOf(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]{42,43}=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
}

function idOf(key: Buffer): string {
  return createHash('sha256').update('tuanda key id ').update(key).digest('hex').slice(0, 16);
}
