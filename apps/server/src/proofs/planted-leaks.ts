/**
 * Leaks that are planted into the sources while they are bundled, one at a time, to see that the proofs find them. Nothing of
 * them is in the product: a plant is a text that is there once and what is put in its place. One whose text is gone
 * fails loudly. Only data and no imports, so that scripts/prove.mjs reads this file as it is.
 */

export interface PlantedLeak {
  readonly name: string;
  /** What of the proofs is let loose on it. */
  readonly by: 'rep' | 'manager' | 'changes' | 'revocation' | 'doors';
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

export const PLANTED_LEAKS: readonly PlantedLeak[] = [
  {
    name: 'fields hidden on some rows are clear on all of them',
    by: 'rep',
    file: 'libs/access/src/role-ability.ts',
    text: "(effect === 'deny' ? allOf([weaker, notIn(rows)]) : anyOf([rows, weaker]))",
    instead: "(effect === 'deny' ? (rows.kind === 'where' ? weaker : allOf([weaker, notIn(rows)])) : anyOf([rows, weaker]))",
  },
  {
    name: 'the list of values is read from every row',
    by: 'rep',
    file: 'libs/sql/src/read/distinct-query.ts',
    text: 'const relation = securedRelation(read, request.entity);',
    instead: "const relation = securedRelation({ ...read, access: { ...read.access, rowScope: () => ({ kind: 'all' }), fieldScope: () => ({ kind: 'all' }) } }, request.entity);",
  },
  {
    name: 'related rows are read without their rules',
    by: 'rep',
    file: 'libs/sql/src/read/secured-relation.ts',
    text: '(entity, options) => sourceOf(read, securedRelation(read, entity, options));',
    instead: "(entity, options) => sourceOf(read, securedRelation({ ...read, access: { ...read.access, rowScope: () => ({ kind: 'all' }), fieldScope: () => ({ kind: 'all' }) } }, entity, options));",
  },
  {
    name: 'two roles together are the rows of both times the fields of both',
    by: 'rep',
    file: 'libs/access/src/build-access.ts',
    text: 'if (!WITHIN_READ.includes(action)) return united(action, entity, field);',
    instead: "if (action === 'read') return united('read', entity, field).kind === 'deny' ? DENY : united('read', entity);\n      if (!WITHIN_READ.includes(action)) return united(action, entity, field);",
  },
  {
    name: 'a rule of no fields is one of all fields',
    by: 'manager',
    file: 'libs/access/src/role-ability.ts',
    text: "if (rule.effect === 'allow' && rule.fields?.length === 0) return [];",
    instead: '',
  },
  {
    name: 'what somebody may is remembered for as long as they are signed in',
    by: 'revocation',
    file: 'apps/server/src/accounts/session-gate.ts',
    text: 'if (session.actor?.model === model) return session.actor;',
    instead: 'if (session.actor) return session.actor;',
  },
  {
    name: 'a condition on something hidden is dropped',
    by: 'rep',
    file: 'libs/sql/src/read/known-fields.ts',
    text: 'if (!filter.ok) return filter;',
    instead: 'if (!filter.ok) return ok(null);',
  },
  {
    name: 'masked values are shown masked and asked for clear',
    by: 'rep',
    file: 'libs/sql/src/read/secured-relation.ts',
    text: 'return underScope(row, actions, field.key, () => (hangs',
    instead: "if (!hangs && masksOf(row, actions, field.key).length > 0) return valueExpression(valueEnv(row), entity, alias, field);\n  return underScope(row, actions, field.key, () => (hangs",
  },
  {
    name: 'what is computed does not ask for what it is computed from',
    by: 'rep',
    file: 'libs/access/src/role-scopes.ts',
    text: 'const needed = hiddenWith.map((source) => this.source(action, model.key, source));',
    instead: 'const needed = hiddenWith.length < 0 ? [this.source(action, model.key, key)] : [];',
  },
  {
    name: 'what was written before a refusal stays',
    by: 'changes',
    file: 'apps/server/src/platform/database.ts',
    text: "await client.query('ROLLBACK').catch(noteBroken);",
    instead: "await client.query('COMMIT').catch(noteBroken);",
  },
  {
    name: 'a page mark is good for everybody',
    by: 'rep',
    file: 'apps/server/src/records/record-cursor.ts',
    text: "createHash('sha256').update(bound).digest();",
    instead: "createHash('sha256').update(bound.slice(0, 0)).digest();",
  },
  {
    name: 'exports hold whatever may be read',
    by: 'rep',
    file: 'libs/sql/src/read/export-query.ts',
    text: 'const relation = securedRelation(read, request.entity, { leaving });',
    instead: 'const relation = securedRelation(read, request.entity, {});',
  },
  {
    name: 'the history tells changes of hidden fields',
    by: 'rep',
    file: 'apps/server/src/records/record-history.ts',
    text: 'values: [entityKey, id, JSON.stringify(own),',
    instead: 'values: [entityKey, id, JSON.stringify([...entity.fields.keys()]),',
  },
  {
    name: 'a link shows what its maker may not see',
    by: 'rep',
    file: 'apps/server/src/shares/shared-access.ts',
    text: "within([maker.fieldScope('read', key, field), maker.fieldScope('share', key, field)])",
    instead: 'shared',
  },
  {
    name: 'a key may all that its role may',
    by: 'rep',
    file: 'libs/access/src/limited-access.ts',
    text: 'if (only === null) return accessOf(',
    instead: 'if (only !== undefined) return accessOf(',
  },
  {
    name: 'whoever is signed in may do anything',
    by: 'doors',
    file: 'apps/server/src/http/api.ts',
    text: 'if (!isAllowed(actor, route.permission)) throw ActionForbidden({ action: route.permission });',
    instead: '',
  },
  {
    name: 'whoever looks through the eyes of another may write with their hands',
    by: 'changes',
    file: 'apps/server/src/http/api.ts',
    text: 'if (actor.viewedBy && changes && !route.asks && !ENDS_VIEWING.has(route))',
    instead: 'if (actor.viewedBy && changes && !route.asks && !route.method)',
  },
];
