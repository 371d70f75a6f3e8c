/** The trail as CSV, page after page, so that neither the server nor Postgres holds more than one; safe to open in a spreadsheet. */

import { Injectable } from '@nestjs/common';
import type { AuditEntry, Locale } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { BYTE_ORDER_MARK, csvLine, disarmed } from '../platform/csv-text.ts';
import { AuditSearch, type TrailFilter } from './audit-search.ts';

const BATCH = 1_000;

const HEADINGS: Readonly<Record<Locale, readonly string[]>> = {
  en: ['No.', 'Time (UTC)', 'Kind of actor', 'Actor', 'On behalf of', 'IP address', 'Action', 'Table', 'Target', 'Sensitive fields', 'Records', 'Details'],
  'zh-CN': ['序号', '时间（UTC）', '操作者类型', '操作者', '代表', 'IP 地址', '操作', '数据表', '对象', '敏感字段', '记录数', '详情'],
};

@Injectable()
export class AuditExport {
  constructor(private readonly search: AuditSearch) {}

  async *csv(actor: Pick<Actor, 'workspace' | 'locale'>, filter: TrailFilter): AsyncGenerator<Buffer> {
    yield Buffer.from(BYTE_ORDER_MARK + csvLine(HEADINGS[actor.locale]));
    let cursor: string | undefined;
    do {
      const { items, next } = await this.search.page(actor, filter, cursor, BATCH);
      yield Buffer.from(items.map(lineOf).join(''));
      cursor = next ?? undefined;
    } while (cursor !== undefined);
  }
}

function lineOf({ seq, at, actorKind, actor, ip, action, entity, target, fields, records, detail }: AuditEntry): string {
  const { onBehalfOf, ...more } = detail as { onBehalfOf?: { id: string; label: string } } & Record<string, unknown>;
  const named = (ref: { id: string; label: string } | null | undefined): string => (ref ? `${ref.label} (${ref.id})` : '');
  const cells = [seq === null ? '' : String(seq), at, actorKind, named(actor), named(onBehalfOf), ip ?? '', action, entity ?? '', target, fields.join(' '), records === null ? '' : String(records), JSON.stringify(more)];
  return csvLine(cells.map(disarmed));
}
