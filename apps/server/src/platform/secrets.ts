/** Secrets of this installation: made on first use, shared by all its processes through the database. */

import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from './database.ts';

@Injectable()
export class Secrets {
  private readonly known = new Map<string, Buffer>();

  constructor(private readonly database: Database) {}

  /** 32 bytes; the same in every process and after every restart. */
  async get(name: string): Promise<Buffer> {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const value = await this.database.transaction(null, async (db) => {
      await db.query('INSERT INTO tessera.setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING', [`secret.${name}`, randomBytes(32).toString('base64')]);
      const [row] = await db.query<{ value: string }>('SELECT value FROM tessera.setting WHERE key = $1', [`secret.${name}`]);
      return Buffer.from(row?.value ?? '', 'base64');
    });
    this.known.set(name, value);
    return value;
  }
}
