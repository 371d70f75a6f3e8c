/**
 * A formula that is being written: what is wrong with it, of which type it is, and its value on a record. It is put into
 * the design as a field of its own and read like any other, so that it says what the field will say, and nothing that is
 * hidden from whoever asks.
 */

import { Injectable } from '@nestjs/common';
import { textIn, type AnswerOf, type FieldDocument, type FieldProblemInput, type routes } from '@tessera/contract';
import { MAX_TEXT_BYTES } from '@tessera/formula';
import { buildAccess } from '@tessera/access';
import { compileDesign, type Design } from '@tessera/model';
import type { Actor } from '../http/actor.ts';
import { Database } from '../platform/database.ts';
import { RecordReader } from '../records/record-reader.ts';
import { EntityMissing, FormulaTooLong } from './design-errors.ts';
import { documentsOf } from './entity-change.ts';

type Preview = AnswerOf<typeof routes.previewFormula>;

@Injectable()
export class FormulaPreview {
  constructor(
    private readonly database: Database,
    private readonly reader: RecordReader,
  ) {}

  async of(actor: Actor, entityKey: string, { expression, record }: { expression: string; record?: string | undefined }): Promise<Preview> {
    const bytes = Buffer.byteLength(expression);
    if (bytes > MAX_TEXT_BYTES) throw FormulaTooLong({ bytes, limit: MAX_TEXT_BYTES });
    const entity = actor.model.documents.entity.get(entityKey)?.document;
    if (!entity) throw EntityMissing({});
    const field = asField(entity.fields, expression);
    const compiled = compileDesign([...documentsOf(actor.model).values()].map((document) => (document === entity ? { ...entity, fields: [...entity.fields, field] } : document)));
    if (!compiled.ok) return { type: null, value: null, problems: problemsOf(compiled.problem, `${entityKey}.fields.${field.key}.`, actor) };
    const type = compiled.value.entities.get(entityKey)?.fields.get(field.key)?.formula?.type ?? null;
    return { type, value: record === undefined ? null : await this.valueOn(actor, compiled.value, entityKey, field.key, record), problems: [] };
  }

  /** Null also where the record, or something the formula names, is hidden from the actor. */
  private async valueOn(actor: Actor, design: Design, entity: string, field: string, record: string): Promise<unknown> {
    const roles = actor.member.roles.flatMap((role) => actor.model.role(role) ?? []);
    const asking: Actor = { ...actor, design, access: buildAccess({ design, roles, member: actor.member.id }) };
    const found = await this.database.transaction(actor.workspace.schema, (db) => this.reader.recordIn(db, asking, entity, record));
    return found?.values[field] ?? null;
  }
}

/** A key nobody has. */
function asField(fields: readonly FieldDocument[], expression: string): FieldDocument {
  let key = 'preview';
  while (fields.some((field) => field.key === key)) key += '_';
  return { key, type: 'formula', label: { en: 'Preview', 'zh-CN': '预览' }, options: { expression } };
}

function problemsOf(problems: readonly FieldProblemInput[], own: string, { locale }: Actor): Preview['problems'] {
  return problems
    .filter(({ path }) => path.startsWith(own))
    .map(({ code, message, params }) => ({ from: Number(params?.['from'] ?? 0), to: Number(params?.['to'] ?? 0), code, message: typeof message === 'string' ? message : textIn(message, locale) }));
}
