/**
 * Why somebody can, or cannot: the rule of each role that has the last word. About oneself only what one knows of; of anything
 * else the answer is that it does not exist. About others for whoever manages members; of records that the asker cannot
 * read nothing is said, and nothing of conditions on fields that the asker does not read on all they see.
 */

import { Injectable } from '@nestjs/common';
import { WITHIN_READ, describeScope, isClearThroughout, roleScopes, type Access, type DescribeEnv, type RowScope, type RuleSay } from '@tessera/access';
import { ADMIN_ROLE, ActionForbidden, RECORD_ACTIONS, textIn, type Explanation, type ExplainRequest, type Locale, type RecordAction } from '@tessera/contract';
import { PARENT_HOP, filterFields, type Design, type FieldModel } from '@tessera/model';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import { EntityNotFound, FieldNotThere, RecordNotFound } from '../records/record-errors.ts';
import { scopesOfRecord } from '../records/scope-questions.ts';
import { summaryOf, type Asked } from './explain-words.ts';
import { loadHolder, type HeldRole, type Holder } from './held-roles.ts';
import { loadNames } from './name-book.ts';
import { capabilitySource, sourceOf } from './right-sources.ts';

type Decided = Explanation['decided'][number];

@Injectable()
export class ExplainService {
  constructor(private readonly database: Database) {}

  async explain(actor: Actor, request: ExplainRequest, locale: Locale): Promise<Explanation> {
    const { model, design, workspace } = actor;
    const isOneself = request.member === undefined || request.member === actor.member.id;
    if (!isOneself && !actor.capabilities.has('members')) throw ActionForbidden({ action: 'members' });
    const field = knownField(actor, request, isOneself);

    return this.database.transaction(
      workspace.schema,
      async (db) => {
        if (request.record !== undefined) await requireReadable(db, actor, request.entity, request.record);
        const holder = await loadHolder(db, model, request.member ?? actor.member.id);
        const access = isOneself ? actor.access : model.accessOf(holder.member.id, holder.keys);
        const env: DescribeEnv = {
          locale,
          timeZone: workspace.timeZone,
          nameOf: await loadNames(db, holder.roles.map(({ document }) => document.rules)),
          ...(isOneself ? { isKnown: (at: string, key: string) => isKnownField(actor.access, at, key) } : {}),
        };
        const question: Question = { ...request, field, isOneself };
        const voices = holder.roles.map((held) => ({ held, says: saysOf(design, held, request) }));
        const scopes = scopesOf(access, question);
        const asked = [scopes.clear, scopes.read, ...scopes.masked, ...voices.flatMap(({ says }) => says.map(({ rows }) => rows))];
        const isBlind = asked.some((rows) => namesUnreadable(actor, request.entity, rows));
        const found = request.record === undefined || (isBlind && !isOneself) ? null : await this.place(db, actor, access, holder, request.entity, request.record, scopes, isBlind ? [] : voices.flatMap(({ says }) => says));
        return explanationOf({ design, access, holder, env, question, scopes, found, decided: isBlind && request.record !== undefined ? [] : decide(design, request.action, voices, found, env) });
      },
      { statementTimeoutMs: 10_000 },
    );
  }

  /** In which scopes the record lies, in one statement. */
  private async place(db: Db, actor: Actor, access: Access, holder: Holder, entity: string, record: string, scopes: Scopes, says: readonly RuleSay[]): Promise<Placed> {
    const asked = [scopes.clear, scopes.read, ...scopes.masked, ...says.map(({ rows }) => rows)];
    const within = await scopesOfRecord(db, { design: actor.design, access, workspace: actor.workspace, member: holder.member.id }, entity, record, asked);
    if (!within) throw RecordNotFound({});
    const [clear = false, read = false, ...rest] = within;
    const masked = rest.slice(0, scopes.masked.length).some((one) => one);
    const matching = new Set(says.filter((_, index) => rest[scopes.masked.length + index] === true));
    return { clear, read, masked, matching: says.length > 0 ? matching : null };
  }
}

interface Question extends ExplainRequest {
  readonly isOneself: boolean;
  readonly field: string | undefined;
}

interface Scopes {
  readonly clear: RowScope;
  readonly masked: readonly RowScope[];
  readonly read: RowScope;
}

/** Where the record lies. `matching`: rules whose rows it is among; null when they were not asked. */
interface Placed {
  readonly clear: boolean;
  readonly read: boolean;
  readonly masked: boolean;
  readonly matching: ReadonlySet<RuleSay> | null;
}

const isKnownField = (access: Access, entity: string, field: string): boolean =>
  access.knows(entity, field) || access.canField('create', entity, field) || access.canField('update', entity, field);

/** Of oneself what is not known does not exist; whoever manages members sees every entity where roles are edited. */
function knownField({ access, design }: Actor, { entity, field }: ExplainRequest, isOneself: boolean): string | undefined {
  const model = design.entities.get(entity);
  if (!model || (isOneself && !RECORD_ACTIONS.some((action) => access.can(action, entity)))) throw EntityNotFound({});
  if (field !== undefined && (!model.fields.has(field) || (isOneself && !isKnownField(access, entity, field)))) throw FieldNotThere({});
  return field;
}

async function requireReadable(db: Db, actor: Actor, entity: string, record: string): Promise<void> {
  const scope = actor.access.rowScope('read', entity);
  const within = scope.kind === 'deny' ? null : await scopesOfRecord(db, actor, entity, record, [scope]);
  if (within?.[0] !== true) throw RecordNotFound({});
}

function namesUnreadable({ access, design }: Actor, entity: string, rows: RowScope): boolean {
  return rows.kind === 'where' && !filterFields(design, entity, rows.filter).every(([at, field]) => field === PARENT_HOP || isClearThroughout(access, at, field));
}

const saysOf = (design: Design, { document }: HeldRole, { action, entity, field }: ExplainRequest): RuleSay[] =>
  document.key === ADMIN_ROLE ? [] : roleScopes(design, document).says(action, entity, field).map((say) => (field === undefined && say.effect === 'mask' ? { ...say, effect: 'allow' } : say));

function scopesOf(access: Access, { action, entity, field }: Question): Scopes {
  const masks = field !== undefined && (action === 'read' || action === 'export' || action === 'print') ? access.masks(action, entity, field) : [];
  return {
    clear: field === undefined ? access.rowScope(action, entity) : access.fieldScope(action, entity, field),
    masked: masks.map(({ scope }) => scope),
    read: access.rowScope('read', entity),
  };
}

/** Of each role the rule with the last word: on the record, or in general. Which rule it is would tell of what a condition compares. */
function decide(design: Design, action: RecordAction, voices: readonly { readonly held: HeldRole; readonly says: readonly RuleSay[] }[], found: Placed | null, env: DescribeEnv): Decided[] {
  const decided = voices.map(({ held, says }): Decided => {
    if (held.document.key === ADMIN_ROLE) return { source: sourceOf(design, held, null, env), effect: 'allow' };
    const matching = found?.matching;
    const last = says.findLast((say) => !matching || matching.has(say));
    if (action === 'design' && held.document.capabilities?.includes('design')) return { source: capabilitySource(held, env.locale), effect: 'allow' };
    return { source: sourceOf(design, held, last?.place ?? null, env), effect: last?.effect ?? 'none' };
  });
  const order: readonly Decided['effect'][] = ['allow', 'mask', 'deny', 'none'];
  return decided.sort((one, other) => order.indexOf(one.effect) - order.indexOf(other.effect));
}

interface Found {
  readonly design: Design;
  readonly access: Access;
  readonly holder: Holder;
  readonly env: DescribeEnv;
  readonly question: Question;
  readonly scopes: Scopes;
  readonly found: Placed | null;
  readonly decided: readonly Decided[];
}

function explanationOf({ design, access, holder, env, question, scopes, found, decided }: Found): Explanation {
  const { action, entity, isOneself } = question;
  const model = design.entities.get(entity);
  const field = question.field === undefined ? undefined : model?.fields.get(question.field);
  const hidden = field && !isWriting(action) ? field.hiddenWith.filter((source) => !readsSource(access, source)) : [];
  const needs = hidden.flatMap((source) => (isOneself && !isKnownField(access, ...parts(source)) ? [] : [sourceLabel(design, source, env.locale)]));
  const answer = answerOf(scopes, found);
  const isWritable = !(field?.readOnly === true && isWriting(action));
  const asked: Asked = {
    who: isOneself ? null : holder.member.label,
    action,
    what: [textIn(model?.document.label, env.locale), ...(field ? [textIn(field.document.label, env.locale)] : [])].join(' › '),
    rows: describeScope(design, entity, scopes.clear, env).text,
    answer,
    isWritable,
    hidden: hidden.length > 0 ? needs : null,
    readingComesFirst: WITHIN_READ.includes(action) && (found ? !found.read : scopes.read.kind === 'deny'),
    decided: isWritable ? [...decided] : [],
  };
  return { answer, summary: summaryOf(asked, env.locale), decided: asked.decided, needs };
}

function answerOf({ clear, masked }: Scopes, found: Placed | null): Explanation['answer'] {
  if (found) return found.clear ? 'yes' : found.masked ? 'masked' : 'no';
  if (clear.kind === 'all') return 'yes';
  if (clear.kind === 'where') return 'someRows';
  return masked.length > 0 ? 'masked' : 'no';
}

const isWriting = (action: RecordAction): boolean => action === 'create' || action === 'update' || action === 'import';
const readsSource = (access: Access, source: string): boolean => access.canField('read', ...parts(source));

function parts(source: string): [entity: string, field: string] {
  const at = source.indexOf('.');
  return [source.slice(0, at), source.slice(at + 1)];
}

function sourceLabel(design: Design, source: string, locale: Locale): string {
  const [entity, key] = parts(source);
  const model = design.entities.get(entity);
  const field: FieldModel | undefined = model?.fields.get(key);
  return `${textIn(model?.document.label, locale)} › ${textIn(field?.document.label, locale)}`;
}
