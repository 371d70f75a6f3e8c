/** The function of the search indexes (libs/sql/src/search-index.ts). Its meaning never changes: indexes hold what it gave. */

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SEARCH_TEXT_FUNCTION } from '@tessera/sql/schema';

export class Platform0002SearchText implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(SEARCH_TEXT_FUNCTION);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION tessera.search_text(text) CASCADE');
  }
}
