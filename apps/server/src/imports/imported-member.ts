/**
 * Members as an import makes them: known by name, so that they can own records and be named in them; they cannot
 * sign in until they are invited. What may be said of them is described like the fields of an entity.
 */

import type { EntityDocument, FieldProblemInput } from '@tessera/contract';
import { compileDesign, fieldProblem, validateRecord, type EntityModel } from '@tessera/model';
import type { Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { constraintOf, sqlStateOf, UNIQUE_VIOLATION } from '../platform/sqlstate.ts';
import { RecordDuplicate } from '../records/record-errors.ts';

const DOCUMENT: EntityDocument = {
  key: 'member',
  label: { 'zh-CN': '成员', en: 'Member' },
  titleField: 'name',
  fields: [
    { key: 'name', type: 'text', label: { 'zh-CN': '姓名', en: 'Name' }, required: true, options: { maxLength: 100 } },
    { key: 'email', type: 'email', label: { 'zh-CN': '电子邮箱', en: 'E-mail' } },
    { key: 'title', type: 'text', label: { 'zh-CN': '职务', en: 'Title' }, options: { maxLength: 100 } },
    { key: 'phone', type: 'text', label: { 'zh-CN': '电话', en: 'Phone' }, options: { maxLength: 40 } },
  ],
};

export const MEMBER_FIELDS = DOCUMENT.fields.map(({ key }) => key);

const DESIGN = (() => {
  const compiled = compileDesign([DOCUMENT]);
  if (!compiled.ok) throw new Error('the fields of members do not compile');
  return compiled.value;
})();

export const MEMBER_MODEL = DESIGN.entities.get(DOCUMENT.key) as EntityModel;

export const memberProblems = (values: unknown): FieldProblemInput[] => validateRecord(DESIGN, DOCUMENT.key, values, { mode: 'create', fields: MEMBER_FIELDS });

/** The id of the new member. Refuses an e-mail address that another one has. */
export async function addImportedMember(db: Db, values: Readonly<Record<string, unknown>>, at: Date): Promise<string> {
  const id = newId();
  const { name, email, title = null, phone = null } = values;
  try {
    await db.query(`INSERT INTO _member (id, name, email, title, phone, roles, status, created_at) VALUES ($1, $2, lower($3), $4, $5, '{}', 'imported', $6)`, [id, name, email ?? null, title, phone, at]);
    return id;
  } catch (error) {
    if (sqlStateOf(error) !== UNIQUE_VIOLATION || constraintOf(error) !== '_member_email') throw error;
    throw RecordDuplicate({}, { fields: [fieldProblem('values.email', 'FIELD_DUPLICATE', MEMBER_MODEL.fields.get('email')?.document.label ?? 'email')] });
  }
}
