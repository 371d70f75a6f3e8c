/**
 * What saving a role would give and take: fields for the role alone, rows for each member who holds it. Changes nothing, and answers only
 * whoever could save it: what a condition matches is not counted for those who do not read its fields on every record, be it
 * an older condition or one of another role.
 */

import { Injectable } from '@nestjs/common';
import { buildAccess, checkRole, type Access, type RowScope } from '@tessera/access';
import { ADMIN_ROLE, RECORD_ACTIONS, textIn, type Locale, type RecordAction, type RoleDocument, type RolePreview } from '@tessera/contract';
import { PARENT_HOP, filterFields, type Design, type EntityModel } from '@tessera/model';
import { effectiveRoles, holdsRole, rolesNow } from '../accounts/effective-roles.ts';
import { RoleBuiltIn, RoleInvalid, RoleWidensRights } from '../design/design-errors.ts';
import { checkKey } from '../design/entities.service.ts';
import { widenedRights } from '../design/role-rights.ts';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import { countInScope } from '../records/scope-questions.ts';

/** Rows are counted to this. */
const MOST_ROWS = 10_000;
const MOST_MEMBERS = 20;
/** Counts of one preview; entities beyond are shown without rows. */
const MOST_COUNTS = 300;
/** New rows have no past, and an entity that is designed no rows. */
const WITHOUT_ROWS: readonly RecordAction[] = ['create', 'import', 'design'];

type Change = RolePreview['entities'][number];
type Counted = Change['members'][number]['before'];

interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

@Injectable()
export class RolePreviewService {
  constructor(private readonly database: Database) {}

  async preview(actor: Actor, key: string, document: RoleDocument, locale: Locale): Promise<RolePreview> {
    checkKey(key, document);
    if (key === ADMIN_ROLE) throw RoleBuiltIn({});
    const { model, design, workspace } = actor;
    const problems = checkRole(design, document);
    if (problems.length > 0) throw RoleInvalid({}, { fields: problems.map((problem) => ({ ...problem, path: `document.${problem.path}` })) });
    const before = model.role(key);

    return this.database.transaction(
      workspace.schema,
      async (db) => {
        const own = await rolesNow(db, actor.member.id);
        const widened = own.includes(ADMIN_ROLE) ? [] : widenedRights(design, before, document, model.accessOf(actor.member.id, own));
        if (widened.length > 0) throw RoleWidensRights({}, { fields: widened });
        const changes = changesOf(design, before, document, locale);
        const holders = await db.query<MemberRow>(
          `SELECT m.id, m.name, ${effectiveRoles('m')} AS roles FROM _member m WHERE m.status = 'active' AND ${holdsRole('m', '$1')} ORDER BY m.name COLLATE "zh-x-icu", m.id LIMIT ${MOST_MEMBERS}`,
          [key],
        );
        const counter = new RowCounter(db, actor);
        const entities: Change[] = [];
        for (const change of changes) entities.push({ ...change, members: await this.rowsOf(counter, actor, change, holders, document) });
        const [was, is] = [before?.capabilities ?? [], document.capabilities ?? []];
        return { entities, capabilitiesGiven: is.filter((one) => !was.includes(one)), capabilitiesTaken: was.filter((one) => !is.includes(one)) };
      },
      { statementTimeoutMs: 10_000 },
    );
  }

  private async rowsOf(counter: RowCounter, { model, design }: Actor, { entity, action }: Change, holders: readonly MemberRow[], document: RoleDocument): Promise<Change['members']> {
    if (WITHOUT_ROWS.includes(action)) return [];
    const members: Change['members'] = [];
    for (const { id, name, roles } of holders) {
      const documents = roles.flatMap((role) => (role === document.key ? document : (model.role(role) ?? [])));
      const [was, is] = [model.accessOf(id, roles), buildAccess({ design, roles: documents, member: id })];
      const before = await counter.count(was, entity, was.rowScope(action, entity));
      const after = await counter.count(is, entity, is.rowScope(action, entity));
      if (before && after) members.push({ member: { id, label: name }, before, after });
    }
    return members;
  }
}

/** Counts the rows of each scope of each member once. */
class RowCounter {
  private readonly db: Db;
  private readonly actor: Actor;
  private readonly known = new Map<string, Counted>();
  private asked = 0;

  constructor(db: Db, actor: Actor) {
    this.db = db;
    this.actor = actor;
  }

  /** Null when too much has been counted already, or the number would tell of what the actor cannot read. */
  async count(access: Access, entity: string, scope: RowScope): Promise<Counted | null> {
    if (scope.kind === 'deny') return { count: 0, more: false };
    if (this.tells(entity, scope)) return null;
    const question = scope.kind === 'all' ? entity : `${access.member} ${entity} ${JSON.stringify(scope)}`;
    const known = this.known.get(question);
    if (known) return known;
    if (this.asked >= MOST_COUNTS) return null;
    this.asked += 1;
    const { design, workspace } = this.actor;
    const rows = await countInScope(this.db, { design, access, workspace, member: access.member }, entity, scope, MOST_ROWS + 1);
    const counted: Counted = { count: Math.min(rows, MOST_ROWS), more: rows > MOST_ROWS };
    this.known.set(question, counted);
    return counted;
  }

  private tells(entity: string, scope: RowScope): boolean {
    const { access, design } = this.actor;
    return scope.kind === 'where' && filterFields(design, entity, scope.filter).some(([at, field]) => field !== PARENT_HOP && access.fieldScope('read', at, field).kind !== 'all');
  }
}

/** Pure: where the role alone would say something else. */
export function changesOf(design: Design, before: RoleDocument | undefined, after: RoleDocument, locale: Locale): Change[] {
  const accessOf = (role: RoleDocument | undefined): Access => buildAccess({ design, roles: role ? [role] : [], member: null });
  const [was, is] = [accessOf(before), accessOf(after)];
  return [...design.entities.values()].flatMap((entity) => RECORD_ACTIONS.flatMap((action) => changeOf(was, is, entity, action, locale)));
}

function changeOf(was: Access, is: Access, { key, document, fields }: EntityModel, action: RecordAction, locale: Locale): Change[] {
  const keys = [...fields.keys()];
  const saysOf = (access: Access): string => JSON.stringify([access.rowScope(action, key), keys.map((field) => [access.fieldScope(action, key, field), action === 'read' ? access.masks('read', key, field) : []])]);
  if (saysOf(was) === saysOf(is)) return [];
  const label = (field: string): string => textIn(fields.get(field)?.document.label, locale);
  const isMasked = (access: Access, field: string): boolean => action === 'read' && access.masks('read', key, field).length > 0;
  const shows = (access: Access, field: string): boolean => access.canField(action, key, field);
  return [
    {
      entity: key,
      label: textIn(document.label, locale),
      action,
      fieldsGiven: keys.filter((field) => shows(is, field) && !shows(was, field)).map(label),
      fieldsTaken: keys.filter((field) => shows(was, field) && !shows(is, field)).map(label),
      fieldsMasked: keys.filter((field) => isMasked(is, field) && !isMasked(was, field)).map(label),
      members: [],
    },
  ];
}
