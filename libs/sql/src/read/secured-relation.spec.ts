import { describe, expect, it } from '@jest/globals';
import { buildAccess } from '@tessera/access';
import type { RoleDocument } from '@tessera/contract';
import { allow, deny, ME, role, specDesign } from '../testing/spec-world.ts';
import { readStatement } from './read-context.ts';
import { securedRelation, type SecuredRelation } from './secured-relation.ts';

const design = specDesign();
const mine = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;

/** The relation as these roles see it, after `ask` has asked for columns. */
function relation(entity: string, roles: readonly RoleDocument[], ask: (columns: SecuredRelation) => unknown, options = {}): string {
  const access = buildAccess({ design, roles, member: ME });
  const columns = securedRelation(readStatement({ schema: 'ws', design, access, member: ME, timeZone: 'UTC' }), entity, options);
  ask(columns);
  return columns.from();
}

describe('the secured relation', () => {
  it('has the columns asked for and no deleted row', () => {
    const sql = relation('account', [role(allow('account'))], (columns) => [columns.column('name'), columns.column('id')]);
    expect(sql).toBe(`(SELECT t2."name", t2."id" FROM "ws"."account" t2 WHERE t2."deleted_at" IS NULL) t1`);
  });

  it('filters rows out of scope inside, and columns stay plain', () => {
    const sql = relation('account', [role(allow('account', { where: mine }))], (columns) => columns.column('name'));
    expect(sql).toBe(`(SELECT t2."name" FROM "ws"."account" t2 WHERE t2."deleted_at" IS NULL AND t2."owner" = $1::uuid) t1`);
  });

  it('has no column for a hidden field, nor for one computed from it', () => {
    const hidden = [role(allow('account'), deny('account', ['credit_limit']))];
    for (const field of ['credit_limit', 'room']) expect(() => relation('account', hidden, (columns) => columns.column(field))).toThrow(`account.${field} is hidden`);
    expect(() => relation('order', [role(allow('order'), deny('order_line', ['price']))], (columns) => columns.column('open_amount'))).toThrow('order.open_amount is hidden');
  });

  it('shows a field that is readable on some rows on those rows', () => {
    const vips = [role(allow('account'), deny('account', ['phone'], { where: { field: 'vip', op: 'ne', value: true } }))];
    expect(relation('account', vips, (columns) => columns.column('phone'))).toBe(
      `(SELECT CASE WHEN ((t2."vip" = $1::boolean) IS NOT TRUE) IS NOT TRUE THEN t2."phone" END AS "phone" FROM "ws"."account" t2 WHERE t2."deleted_at" IS NULL) t1`,
    );
  });

  it('asks of a field only what the rows have not been asked yet', () => {
    const two = [role(allow('account', { where: mine }), deny('account', ['phone'], { where: { field: 'level', op: 'eq', value: 'c' } }))];
    expect(relation('account', two, (columns) => columns.column('phone'))).toBe(
      `(SELECT CASE WHEN (t2."level" = $1::text) IS NOT TRUE THEN t2."phone" END AS "phone" FROM "ws"."account" t2 WHERE t2."deleted_at" IS NULL AND t2."owner" = $2::uuid) t1`,
    );
  });

  it('hides a link to a record out of scope, and leaves it plain where every record is in scope', () => {
    const some = [role(allow('contact'), allow('account', { where: mine }))];
    expect(relation('contact', some, (columns) => columns.column('account'))).toBe(
      `(SELECT CASE WHEN EXISTS (SELECT FROM (SELECT t4."id" FROM "ws"."account" t4 WHERE t4."deleted_at" IS NULL AND t4."owner" = $1::uuid) t3 WHERE t3."id" = t2."account") THEN t2."account" END AS "account" FROM "ws"."contact" t2 WHERE t2."deleted_at" IS NULL) t1`,
    );
    const all = [role(allow('contact'), allow('account'))];
    expect(relation('contact', all, (columns) => columns.column('account'))).toBe(`(SELECT t2."account" FROM "ws"."contact" t2 WHERE t2."deleted_at" IS NULL) t1`);
    const none = [role(allow('contact'))];
    expect(relation('contact', none, (columns) => columns.column('account'))).toContain(`t4."deleted_at" IS NULL AND FALSE`);
  });

  it('asks row conditions over relations of the bare tables, deleted records left out', () => {
    const sql = relation('contact', [role(allow('contact', { where: { field: 'account.owner', op: 'eq', value: { var: 'me' } } }))], (columns) => columns.column('name'));
    expect(sql).toBe(
      `(SELECT t2."name" FROM "ws"."contact" t2 WHERE t2."deleted_at" IS NULL AND EXISTS (SELECT FROM (SELECT * FROM "ws"."account" WHERE "deleted_at" IS NULL) t3 WHERE t3."id" = t2."account" AND t3."owner" = $1::uuid)) t1`,
    );
  });

  it('has child rows where their record is in its own secured relation, and the subform is shown', () => {
    const sql = relation('order_line', [role(allow('order'), deny('order', ['lines'], { where: { field: 'status', op: 'eq', value: 'draft' } }))], (columns) => columns.column('quantity'));
    expect(sql).toContain(`EXISTS (SELECT FROM (SELECT CASE WHEN (t5."status" = $2::text) IS NOT TRUE THEN t5."id" END AS "lines" FROM "ws"."order" t5 WHERE t5."deleted_at" IS NULL) t4 WHERE t4."lines" = t2."parent")`);
    expect(relation('order_line', [role(allow('order', { fields: ['status'] }))], (columns) => columns.column('id'))).toBe(
      `(SELECT t2."id" FROM "ws"."order_line" t2 WHERE t2."deleted_at" IS NULL AND FALSE AND FALSE) t1`,
    );
  });

  it('exports only what may be exported as well', () => {
    const roles = [role(allow('account'), allow('account', { actions: ['export'], where: mine }), deny('account', ['phone'], { actions: ['export'], where: { field: 'vip', op: 'eq', value: true } }))];
    expect(relation('account', roles, ({ column, outgoing }) => [column('phone'), outgoing.column('phone')], { leaving: 'export' })).toBe(
      `(SELECT t2."phone", CASE WHEN (t2."vip" = $1::boolean) IS NOT TRUE THEN t2."phone" END AS "phone~export" FROM "ws"."account" t2 WHERE t2."deleted_at" IS NULL AND t2."owner" = $2::uuid) t1`,
    );
  });

  it('computes formulas from its own columns and sums over child rows', () => {
    const sql = relation('order', [role(allow('order'))], (columns) => columns.column('line_count'));
    expect(sql).toContain(`FROM "ws"."order_line" t4 WHERE t4."deleted_at" IS NULL) t3 WHERE t3."parent~link" = t2."id")`);
    expect(relation('account', [role(allow('account'))], (columns) => columns.column('greeting'))).toContain('COLLATE "zh-x-icu") AS "greeting"');
  });
});
