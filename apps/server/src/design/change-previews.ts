/**
 * What of the records that exist stands in the way of a change, before it runs: values that do not convert, records without
 * a value that becomes required, records that share one that becomes unique, records that hold a removed choice. The
 * numbers count all records; samples show only what the designer may read.
 */

import { Injectable } from '@nestjs/common';
import type { ChangePreview, FieldDocument, SelectOptions } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { holdingChoice, recordsHolding, sharingValue, typeChangeOf, withoutValue, type FieldConversion, type Obstacles } from '@tessera/sql/schema';
import type { Actor } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';
import { RecordReader } from '../records/record-reader.ts';
import { convertedValues, shownValue, type ConversionContext } from './conversion.ts';
import type { EntityChange } from './entity-change.ts';

const SAMPLES = 20;

type Samples = ChangePreview['samples'];

@Injectable()
export class ChangePreviews {
  constructor(private readonly reader: RecordReader) {}

  async of(db: Db, actor: Actor, context: ConversionContext, { changes, design }: EntityChange): Promise<ChangePreview[]> {
    const { schema } = actor.workspace;
    const previews: ChangePreview[] = [];
    for (const change of changes) {
      if (change.kind !== 'changeField') continue;
      const { entity, before, after } = change;
      const converts = typeChangeOf(before, after) === 'convert';
      if (converts) previews.push(await this.conversion(db, actor, context, { entity, before, after }));
      const ask = async (kind: ChangePreview['kind'], obstacles: Obstacles | null): Promise<void> => {
        const preview = obstacles && (await this.counted(db, actor, context, { entity, field: before, kind }, obstacles));
        if (preview && preview.records > 0) previews.push(preview);
      };
      if (after.required && !before.required) await ask('required', withoutValue(schema, entity, before, SAMPLES));
      if (!converts && isMoreUnique(before, after)) await ask('unique', sharingValue(schema, design, entity, after, SAMPLES));
      const removed = removedChoices(before, after);
      if (!converts && removed.length > 0) await ask('choices', holdingChoice(schema, entity, before, removed, SAMPLES));
    }
    return previews;
  }

  private async conversion(db: Db, actor: Actor, context: ConversionContext, conversion: FieldConversion): Promise<ChangePreview> {
    const { entity, before, after } = conversion;
    const lost = new Map<string, unknown>();
    let [records, total] = [0, 0];
    for await (const portion of convertedValues(db, context, conversion)) {
      for (const { key, to, whole, records: count } of portion) {
        total += count;
        if (whole) continue;
        records += count;
        if (lost.size < SAMPLES) lost.set(key, to);
      }
    }
    const holding = lost.size === 0 ? [] : await db.query<{ id: string; key: string }>(recordsHolding(actor.workspace.schema, conversion, [...lost.keys()], SAMPLES));
    const samples = await this.samples(db, actor, context, entity, before, holding, ({ key }) => {
      const to = lost.get(key) ?? null;
      return to === null ? null : shownValue(after, to, context);
    });
    return { entity, field: after.key, kind: 'convert', records, total, samples };
  }

  private async counted(db: Db, actor: Actor, context: ConversionContext, { entity, field, kind }: { entity: string; field: FieldDocument; kind: ChangePreview['kind'] }, { count, sample }: Obstacles): Promise<ChangePreview> {
    const [counted] = await db.query<{ records: number; total: number }>(count);
    const { records, total } = counted ?? { records: 0, total: 0 };
    const ids = records === 0 ? [] : await db.query<{ id: string }>(sample);
    return { entity, field: field.key, kind, records, total, samples: await this.samples(db, actor, context, entity, field, ids, () => null) };
  }

  /** Through the same reader as everything a person sees: what the designer may not read is no sample. */
  private async samples<Row extends { readonly id: string }>(db: Db, actor: Actor, context: ConversionContext, entity: string, field: FieldDocument, rows: readonly Row[], to: (row: Row) => string | null): Promise<Samples> {
    const title = actor.design.entities.get(entity)?.title;
    const found: Samples = [];
    for (const row of rows) {
      const record = await this.reader.recordIn(db, actor, entity, row.id);
      if (record === null || !(field.key in record.values)) continue;
      const label = title === undefined ? null : record.values[title.key];
      found.push({ id: row.id, label: label === null || label === undefined ? '' : String(label), from: shownValue(field, record.values[field.key] ?? null, context), to: to(row) });
    }
    return found;
  }
}

/** Whether more records can be in each other's way than before. */
const isMoreUnique = (before: FieldDocument, after: FieldDocument): boolean => {
  const rule = ({ unique, uniqueWithin, options }: FieldDocument): string => JSON.stringify([unique ?? false, uniqueWithin ?? {}, options?.['cardinality'] ?? null]);
  return (after.unique === true || after.options?.['cardinality'] === 'oneToOne') && rule(before) !== rule(after);
};

function removedChoices(before: FieldDocument, after: FieldDocument): string[] {
  const values = (field: FieldDocument): string[] => ((field.options as SelectOptions | undefined)?.choices ?? []).map(({ value }) => value);
  if (!['text', 'textList'].includes(typeOf(before).valueKind)) return [];
  const left = new Set(values(after));
  return values(before).filter((value) => !left.has(value));
}
