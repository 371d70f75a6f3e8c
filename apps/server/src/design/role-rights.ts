/**
 * Decides whether a role gives more than whoever saves it has. Pure. A right is held when its rows lie, as can be told from the
 * conditions, within those one has, or when the role gave it before; anything else counts as more. To show masked what
 * one sees, or sees masked no less, is held too.
 */

import { buildAccess, covers, coversMasks, isClearThroughout, spellingOf, type Access, type RowScope } from '@tessera/access';
import { RECORD_ACTIONS, type FieldProblemInput, type RecordAction, type RoleDocument } from '@tessera/contract';
import { PARENT_HOP, filterFields, type Design } from '@tessera/model';
import { RIGHT_NOT_HELD } from './design-errors.ts';

export function widenedRights(design: Design, before: RoleDocument | undefined, after: RoleDocument, own: Access): FieldProblemInput[] {
  const [earlier, given] = [rightsOf(design, before, own.member), rightsOf(design, after, own.member)];
  const problems: FieldProblemInput[] = [];
  for (const capability of after.capabilities ?? []) {
    if (!own.capabilities.has(capability) && !before?.capabilities?.includes(capability)) {
      problems.push({ path: 'document.capabilities', ...RIGHT_NOT_HELD, params: { capability } });
    }
  }
  problems.push(...hiddenConditions(design, before, after, own));
  for (const [entity, { fields }] of design.entities) {
    for (const action of RECORD_ACTIONS) {
      // The capability is every entity's, and is a problem of its own.
      if (action === 'design' && after.capabilities?.includes('design')) continue;
      const held = (ask: (access: Access) => RowScope): boolean => {
        const scope = ask(given(action));
        return covers(ask(own), scope) || covers(ask(earlier(action)), scope);
      };
      const rows = held((access) => access.rowScope(action, entity));
      const heldMasks = (field: string): boolean => {
        if (action !== 'read') return true;
        const shown = (access: Access) => ({ clear: access.fieldScope('read', entity, field), masks: access.masks('read', entity, field) });
        const { masks } = shown(given('read'));
        return coversMasks(shown(own), masks) || coversMasks(shown(earlier('read')), masks);
      };
      const beyond = [...fields.keys()].filter((field) => !held((access) => access.fieldScope(action, entity, field)) || !heldMasks(field));
      if (!rows || beyond.length > 0) problems.push({ path: 'document.rules', ...RIGHT_NOT_HELD, params: { action, entity, fields: beyond } });
    }
  }
  return problems;
}

/**
 * What a condition matches tells of the values it compares: new ones name nothing that whoever saves cannot read clear, on
 * every row they see.
 */
function hiddenConditions(design: Design, before: RoleDocument | undefined, after: RoleDocument, own: Access): FieldProblemInput[] {
  const earlier = new Set(before?.rules.map(({ entity, where }) => spellingOf([entity, where])));
  return after.rules.flatMap(({ entity, where }, index) => {
    if (where === undefined || earlier.has(spellingOf([entity, where]))) return [];
    const entities = entity === '*' ? [...design.entities.keys()] : [entity];
    const hidden = entities.flatMap((key) => filterFields(design, key, where).filter(([at, field]) => field !== PARENT_HOP && !isClearThroughout(own, at, field)).map(([at, field]) => `${at}.${field}`));
    return hidden.length === 0 ? [] : [{ path: `document.rules.${index}.where`, ...RIGHT_NOT_HELD, params: { action: 'read', entity, fields: [...new Set(hidden)] } }];
  });
}

/** What a role adds to the reading that its members may have from another role: changing needs reading, but the same role need not give it. */
function rightsOf(design: Design, role: RoleDocument | undefined, member: string | null): (action: RecordAction) => Access {
  const rules = role?.rules ?? [];
  const accessOf = (of: RoleDocument['rules']): Access => buildAccess({ design, roles: role ? [{ ...role, rules: of }] : [], member });
  const [alone, withReading] = [accessOf(rules), accessOf([...rules, { effect: 'allow', actions: ['read'], entity: '*' }])];
  return (action) => (action === 'read' ? alone : withReading);
}
