/**
 * Values of encrypted fields: AES-256-GCM under a key that is named in the envelope `v1:<key id>:<iv|tag|ciphertext>`, so
 * that older keys still open what they have closed, and a keyed hash of the canonical value, by which equality is asked
 * for. Both are bound to the entity and the field: an envelope opens nowhere else, equal values of two fields hash apart.
 *
 * Keys are `TESSERA_FIELD_KEY`: 32 bytes in base64 or hex, several with commas. The first closes, all open, and the last
 * makes the hashes, which is why a new key goes in front. Without the setting the key is a secret of this installation:
 * a file of the data directory beside the embedded Postgres, else kept in the database like the other secrets.
 */

import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SettingInvalid, type Config } from './config.ts';
import type { Secrets } from './secrets.ts';

const VERSION = 'v1';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 6;
/** `v1:`, the id of the key in base64, `:`. */
const HEAD_BYTES = 3 + (ID_BYTES / 3) * 4 + 1;
/** How much longer sealed bytes are. */
export const SEAL_BYTES = HEAD_BYTES + IV_BYTES + TAG_BYTES;
const FILE = 'field-key';

interface Key {
  readonly id: string;
  readonly closing: KeyObject;
  readonly hashing: KeyObject;
}

export class FieldCipher {
  private readonly byId: ReadonlyMap<string, Key>;
  private readonly first: Key;
  private readonly last: Key;

  /** Keys of 32 bytes, the newest first. */
  constructor(keys: readonly Buffer[]) {
    const made = keys.map(keyOf);
    const [first, last] = [made[0], made.at(-1)];
    if (!first || !last) throw new Error('encrypted fields need a key');
    this.first = first;
    this.last = last;
    this.byId = new Map(made.map((key) => [key.id, key]));
  }

  static async load(config: Config, secrets: Secrets): Promise<FieldCipher> {
    const cipher = new FieldCipher(await keysOf(config, secrets));
    current = cipher;
    return cipher;
  }

  /** The envelope of a canonical value; another one each time. */
  seal(entity: string, field: string, value: string): string {
    return `${VERSION}:${this.first.id}:${closed(this.first, placeOf(entity, field), Buffer.from(value, 'utf8')).toString('base64url')}`;
  }

  /** Throws for an envelope of another field or an unknown key, or one that was tampered with; never with the value. */
  open(entity: string, field: string, envelope: string): string {
    const [version, id = '', text = ''] = envelope.split(':');
    const key = this.byId.get(id);
    if (version !== VERSION || !key) throw new Error(`an encrypted value of ${entity}.${field} needs a key that is not there: ${version} ${id}`);
    return opened(key, placeOf(entity, field), Buffer.from(text, 'base64url')).toString('utf8');
  }

  /** The same for bytes, which stay bytes: `v1:<key id>:`, then iv, tag and what is closed. */
  sealBytes(entity: string, field: string, bytes: Buffer): Buffer {
    return Buffer.concat([Buffer.from(`${VERSION}:${this.first.id}:`), closed(this.first, placeOf(entity, field), bytes)]);
  }

  openBytes(entity: string, field: string, envelope: Buffer): Buffer {
    const [version, id = ''] = envelope.subarray(0, HEAD_BYTES).toString('latin1').split(':');
    const key = this.byId.get(id);
    if (version !== VERSION || !key) throw new Error(`encrypted bytes of ${entity}.${field} need a key that is not there: ${id}`);
    return opened(key, placeOf(entity, field), envelope.subarray(HEAD_BYTES));
  }

  /** The same for the same value of the same field, whichever key closes. */
  hash(entity: string, field: string, value: string): string {
    return createHmac('sha256', this.last.hashing).update(placeOf(entity, field)).update('\0').update(value, 'utf8').digest('base64url');
  }
}

let current: FieldCipher | undefined;

/** The one of this process, for reads and writes alike; loaded before the first request. */
export function fieldCipher(): FieldCipher {
  if (!current) throw new Error('the keys of encrypted fields are not loaded');
  return current;
}

function closed({ closing }: Key, place: Buffer, bytes: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', closing, iv).setAAD(place);
  const body = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...body]);
}

function opened({ closing }: Key, place: Buffer, bytes: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', closing, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(place);
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

const placeOf = (entity: string, field: string): Buffer => Buffer.from(`${entity}.${field}`);

/** Two keys out of one, so that a hash tells nothing of the key that closes; the id tells neither. */
function keyOf(bytes: Buffer): Key {
  const derived = (purpose: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', bytes, '', `tessera field ${purpose}`, KEY_BYTES)));
  return { id: Buffer.from(hkdfSync('sha256', bytes, '', 'tessera field id', ID_BYTES)).toString('base64url'), closing: derived('closing'), hashing: derived('hashing') };
}

async function keysOf(config: Config, secrets: Secrets): Promise<readonly Buffer[]> {
  if (config.fieldKey !== undefined) return config.fieldKey.split(',').map((text) => parseKey(text.trim()));
  if (config.databaseUrl !== undefined) return [(await secrets.get('field')).export()];
  return [await keyFile(join(config.dataDir, FILE), config.dataDir)];
}

function parseKey(text: string): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (bytes.length !== KEY_BYTES) throw SettingInvalid({ name: 'TESSERA_FIELD_KEY', value: '…', wanted: 'keys of 32 bytes in base64 or hex, with commas between them' });
  return bytes;
}

/** Made on first use, for the owner's eyes only. */
async function keyFile(path: string, folder: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const bytes = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (bytes.length !== KEY_BYTES) throw SettingInvalid({ name: 'TESSERA_FIELD_KEY', value: '…', wanted: `a key of 32 bytes in ${FILE} of the data directory` });
  return bytes;
}
