/**
 * The answers of one role, per entity and field, beyond what CASL knows: rows of subforms follow the record
 * that owns them, computed fields need everything they are computed from, system fields come with the record.
 * Depends on design and role only, so answers are kept for as long as both live.
 */

import type { RecordAction, RoleDocument } from '@tessera/contract';
import type { Design, EntityModel, FieldModel } from '@tessera/model';
import type { MaskedScope, RowScope } from './access.ts';
import { LOOKS, WRITES } from './actions.ts';
import { isMaskable } from './maskable.ts';
import { maskedScopesOf, roleAbility, ruleScope, rulesAbout, scopeOf, type AbilityAction, type RoleAbility, type RuleSay } from './role-ability.ts';
import { ALL, DENY, allOf, anyOf, saidOfChild, saidOfParent } from './scope.ts';

export class RoleScopes {
  private readonly design: Design;
  private readonly role: RoleDocument;
  private readonly ability: RoleAbility;
  private readonly known = new Map<string, RowScope>();
  private readonly knownMasks = new Map<string, readonly MaskedScope[]>();

  constructor(design: Design, role: RoleDocument) {
    this.design = design;
    this.role = role;
    this.ability = roleAbility(design, role);
  }

  row(action: RecordAction, entity: string): RowScope {
    const model = this.design.entities.get(entity);
    if (!model) return DENY;
    return this.remember(`${action} ${entity}`, () =>
      model.parent === null ? ruleScope(this.ability, action === 'read' ? 'see' : action, entity) : this.childRow(action, model, model.parent),
    );
  }

  field(action: RecordAction, entity: string, field: string): RowScope {
    const model = this.design.entities.get(entity);
    const known = model?.fields.get(field);
    if (!model || !known) return DENY;
    return this.remember(`${action} ${entity} ${field}`, () => this.decideField(action, model, known));
  }

  /** Rows on which the field is shown masked, by mask; no row is in two of them, nor in `field('read', …)`. */
  masks(entity: string, field: string): readonly MaskedScope[] {
    const model = this.design.entities.get(entity);
    const asked = model?.fields.get(field);
    if (!model || !asked || !isMaskable(asked)) return [];
    const question = `${entity} ${field}`;
    const known = this.knownMasks.get(question) ?? this.decideMasks(model, field);
    this.knownMasks.set(question, known);
    return known;
  }

  /**
   * The rules that have a say in whether the role allows this on a row, from the weakest to the strongest, with their rows: the
   * last one whose rows a row is among has the word. For explaining; masks are told apart when reading is asked about.
   */
  says(action: RecordAction, entity: string, field?: string): RuleSay[] {
    const model = this.design.entities.get(entity);
    const asked = field === undefined ? undefined : model?.fields.get(field);
    if (!model || (field !== undefined && !asked)) return [];
    // What has no rules of its own comes with the record.
    const ruled = asked && !(asked.system && asked.readOnly) && (LOOKS.includes(action) || WRITES.includes(action)) ? asked.key : undefined;
    const by: AbilityAction = action === 'read' ? 'see' : action;
    if (model.parent === null) return rulesAbout(this.ability, { action: by, entity, field: ruled });
    if (ruled !== undefined && this.isNamed(model)) return this.rulesOf(by, model, ruled);
    const parent = this.design.entities.get(model.parent);
    const subform = parent?.children.find((child) => child.entity === entity)?.field;
    if (!parent || subform === undefined) return [];
    const ofRecord = PARENT_ACTIONS[action].flatMap((parentAction) => this.says(parentAction, parent.key, subform)).map((say) => ({ ...say, rows: saidOfChild(say.rows) }));
    return ruled === undefined ? ofRecord : [...ofRecord, ...this.rulesOf(by, model, ruled)];
  }

  private decideMasks(model: EntityModel, field: string): MaskedScope[] {
    const masked = maskedScopesOf(this.rulesOf('see', model, field));
    if (model.parent === null) return masked;
    const row = this.row('read', model.key);
    return masked.map(({ mask, scope }) => ({ mask, scope: allOf([row, scope]) })).filter(({ scope }) => scope.kind !== 'deny');
  }

  private decideField(action: RecordAction, model: EntityModel, { key, system, readOnly, hiddenWith }: FieldModel): RowScope {
    if (readOnly && WRITES.includes(action)) return DENY;
    if (!LOOKS.includes(action) && !WRITES.includes(action)) return this.row(action, model.key);
    if (system && readOnly) return this.row(action, model.key);
    const needed = hiddenWith.map((source) => this.source(action, model.key, source));
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
    const rules = this.rulesOf(action, model, field);
    if (model.parent === null) return scopeOf(rules, DENY);
    return allOf([this.row(action, model.key), scopeOf(rules, this.isNamed(model) ? DENY : ALL)]);
  }

  /** Rows of a subform that no rule names are as the record is, but for what rules about every entity say of a field. */
  private rulesOf(action: AbilityAction, model: EntityModel, field: string): RuleSay[] {
    const rules = rulesAbout(this.ability, { action, entity: model.key, field });
    if (model.parent === null || this.isNamed(model)) return rules;
    return rules.filter(({ place }) => this.role.rules[place]?.fields !== undefined);
  }

  private isNamed({ key }: EntityModel): boolean {
    return this.role.rules.some(({ entity }) => entity === key);
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
    const mayLeave = action === 'read' || JSON.stringify(scope) === JSON.stringify(this.field('read', owner, field));
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
export const PARENT_ACTIONS: Readonly<Record<RecordAction, readonly RecordAction[]>> = {
  read: ['read'],
  export: ['export'],
  import: ['import'],
  create: ['update', 'create'],
  update: ['update'],
  delete: ['update'],
  print: ['print'],
  share: ['share'],
  comment: ['comment'],
  run: ['run'],
  design: ['design'],
};

const kept = new WeakMap<Design, WeakMap<RoleDocument, RoleScopes>>();

export function roleScopes(design: Design, role: RoleDocument): RoleScopes {
  const ofDesign = kept.get(design) ?? new WeakMap<RoleDocument, RoleScopes>();
  kept.set(design, ofDesign);
  const scopes = ofDesign.get(role) ?? new RoleScopes(design, role);
  ofDesign.set(role, scopes);
  return scopes;
}
