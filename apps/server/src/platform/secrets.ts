/** Secrets of this installation: made on first use, shared by all its processes through the database. */

import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from './database.ts';

@Injectable()
export class Secrets {
  private readonly known = new Map<string, KeyObject>();

  constructor(private readonly database: Database) {}

  /** A key of 32 bytes; the same in every process and after every restart. Ready for use: making one of bytes costs ten times a signature. */
  async get(name: string): Promise<KeyObject> {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const value = await this.database.transaction(null, async (db) => {
      await db.query('INSERT INTO tessera.setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING', [`secret.${name}`, randomBytes(32).toString('base64')]);
      const [row] = await db.query<{ value: string }>('SELECT value FROM tessera.setting WHERE key = $1', [`secret.${name}`]);
      return createSecretKey(Buffer.from(row?.value ?? '', 'base64'));
    });
    this.known.set(name, value);
    return value;
  }
}
