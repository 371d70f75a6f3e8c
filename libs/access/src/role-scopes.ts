/**
 * The answers of one role, per entity and field, beyond what CASL knows: rows of subforms follow the record
 * that owns them, computed fields need everything they are computed from, system fields come with the record.
 * Depends on design and role only, so answers are kept for as long as both live.
 */

import type { RecordAction, RoleDocument } from '@tessera/contract';
import type { Design, EntityModel, FieldModel } from '@tessera/model';
import type { RowScope } from './access.ts';
import { roleAbility, ruleScope, type RoleAbility } from './role-ability.ts';
import { ALL, DENY, allOf, anyOf, saidOfChild, saidOfParent } from './scope.ts';

/** Actions that only look. */
const LOOKS: readonly RecordAction[] = ['read', 'export'];

export class RoleScopes {
  private readonly design: Design;
  private readonly role: RoleDocument;
  private readonly ability: RoleAbility;
  private readonly known = new Map<string, RowScope>();

  constructor(design: Design, role: RoleDocument) {
    this.design = design;
    this.role = role;
    this.ability = roleAbility(design, role);
  }

  row(action: RecordAction, entity: string): RowScope {
    const model = this.design.entities.get(entity);
    if (!model) return DENY;
    return this.remember(`${action} ${entity}`, () =>
      model.parent === null ? ruleScope(this.ability, action, entity) : this.childRow(action, model, model.parent),
    );
  }

  field(action: RecordAction, entity: string, field: string): RowScope {
    const model = this.design.entities.get(entity);
    const known = model?.fields.get(field);
    if (!model || !known) return DENY;
    return this.remember(`${action} ${entity} ${field}`, () => this.decideField(action, model, known));
  }

  private decideField(action: RecordAction, model: EntityModel, { key, system, readOnly, sources }: FieldModel): RowScope {
    if (action === 'delete') return this.row(action, model.key);
    if (readOnly && !LOOKS.includes(action)) return DENY;
    if (system && readOnly) return this.row(action, model.key);
    const needed = sources.map((source) => this.source(action, model.key, source));
    return allOf([this.ownField(action, model, key), ...needed]);
  }

  /** Rows of a subform can be seen where the subform can, and written where it can be changed. */
  private childRow(action: RecordAction, child: EntityModel, parent: string): RowScope {
    const subform = this.design.entities.get(parent)?.children.find(({ entity }) => entity === child.key)?.field;
    if (subform === undefined) return DENY;
    const onParent = PARENT_ACTIONS[action].map((parentAction) => this.field(parentAction, parent, subform));
    return saidOfChild(anyOf(onParent));
  }

  private ownField(action: RecordAction, model: EntityModel, field: string): RowScope {
    const byRules = (): RowScope => ruleScope(this.ability, action, model.key, field);
    if (model.parent === null) return byRules();
    const named = this.role.rules.some(({ entity }) => entity === model.key);
    return named ? allOf([this.row(action, model.key), byRules()]) : this.row(action, model.key);
  }

  /**
   * A field something of `entity` is computed from, as a scope over rows of `entity`. Rows of a subform that
   * are hidden one by one cannot be left out of a sum, so then nobody sees the sum. Rows of other tables are left out
   * one by one where the value is computed: there it is enough that the field may be read at all.
   */
  private source(action: RecordAction, entity: string, source: string): RowScope {
    const [owner = '', field = ''] = source.split('.');
    const scope = this.field(action, owner, field);
    if (owner === entity || scope.kind === 'deny') return scope;
    if (this.design.entities.get(owner)?.parent === entity) return saidOfParent(scope) ?? DENY;
    // What was read is computed from what may be read; to leave the house all of that must be free to.
    const mayLeave = action !== 'export' || JSON.stringify(scope) === JSON.stringify(this.field('read', owner, field));
    return mayLeave ? ALL : DENY;
  }

  private remember(question: string, decide: () => RowScope): RowScope {
    const known = this.known.get(question);
    if (known) return known;
    const scope = decide();
    this.known.set(question, scope);
    return scope;
  }
}

/** What must be allowed on the owning record's subform field, any of it, for an action on its rows. */
const PARENT_ACTIONS: Readonly<Record<RecordAction, readonly RecordAction[]>> = {
  read: ['read'],
  export: ['export'],
  import: ['import'],
  create: ['update', 'create'],
  update: ['update'],
  delete: ['update'],
};

const kept = new WeakMap<Design, WeakMap<RoleDocument, RoleScopes>>();

export function roleScopes(design: Design, role: RoleDocument): RoleScopes {
  const ofDesign = kept.get(design) ?? new WeakMap<RoleDocument, RoleScopes>();
  kept.set(design, ofDesign);
  const scopes = ofDesign.get(role) ?? new RoleScopes(design, role);
  ofDesign.set(role, scopes);
  return scopes;
}
