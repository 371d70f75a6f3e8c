/** Merging the choices of a field: records that hold one of them get another, through the write door, and the choices go. */

import { Injectable } from '@nestjs/common';
import type { BodyOf, AnswerOf, EntityDocument, FieldDocument, FieldProblemInput, routes, SelectOptions } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Database } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { rewriteChoices } from '../records/write-door/rewrite-values.ts';
import { ChoicesInvalid, EntityMissing } from './design-errors.ts';
import { DesignStore } from './design-store.ts';
import { DDL, EntitiesService } from './entities.service.ts';

type MergeChoices = BodyOf<typeof routes.mergeChoices>;

@Injectable()
export class ChoicesService {
  constructor(
    private readonly database: Database,
    private readonly store: DesignStore,
    private readonly entities: EntitiesService,
  ) {}

  async merge(actor: Actor, key: string, { version, field: fieldKey, from, into }: MergeChoices): Promise<AnswerOf<typeof routes.mergeChoices>> {
    const designer = this.entities.designer(actor);
    return this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        const model = await this.store.lock(db, designer);
        const before = model.documents.entity.get(key)?.document;
        if (!before) throw EntityMissing({});
        await this.store.check(db, 'entity', key, version);
        const document = merged(before, fieldKey, from, into);
        const records = await rewriteChoices(db, { design: model.design, workspace: actor.workspace, member: designer.member, at: designer.at }, { entity: key, field: fieldKey, from, into });
        await this.entities.apply(db, designer, model, [document], { rewritten: [`${key}.${fieldKey}`] });
        failpoint('choices.merge.before-commit');
        return { entity: { version: (await this.store.check(db, 'entity', key, null)) ?? 0, document }, records };
      },
      DDL,
    );
  }
}

/** The document without the choices that go; a default that was one of them follows. Throws ChoicesInvalid. */
function merged(before: EntityDocument, fieldKey: string, from: readonly string[], into: string): EntityDocument {
  const field = before.fields.find(({ key }) => key === fieldKey);
  const choices = (field?.options as SelectOptions | undefined)?.choices;
  const known = new Set(choices?.map(({ value }) => value));
  const problems: FieldProblemInput[] = [
    ...(choices === undefined ? [{ path: 'field', ...NO_CHOICES }] : []),
    ...(choices !== undefined && !known.has(into) ? [{ path: 'into', ...UNKNOWN_CHOICE }] : []),
    ...from.flatMap((value, index) => (choices === undefined || (known.has(value) && value !== into) ? [] : [{ path: `from.${index}`, ...UNKNOWN_CHOICE }])),
  ];
  if (!field || !choices || problems.length > 0) throw ChoicesInvalid({}, { fields: problems });
  const follow = (value: unknown): unknown => (typeof value === 'string' && from.includes(value) ? into : Array.isArray(value) ? [...new Set(value.map(follow))] : value);
  const after: FieldDocument = {
    ...field,
    ...(field.default === undefined ? {} : { default: follow(field.default) }),
    options: { ...field.options, choices: choices.filter(({ value }) => !from.includes(value)) },
  };
  return { ...before, fields: before.fields.map((one) => (one === field ? after : one)) };
}

const NO_CHOICES = { code: 'FIELD_NOT_SELECT', message: { en: 'This field has no choices.', 'zh-CN': '该字段没有选项。' } } as const;
const UNKNOWN_CHOICE = { code: 'FIELD_CHOICE_UNKNOWN', message: { en: 'This is none of the choices that can be merged.', 'zh-CN': '该选项不存在或不能合并。' } } as const;
