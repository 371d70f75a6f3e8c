import { describe, expect, it } from '@jest/globals';
import { buildAccess, systemAccess } from '@tessera/access';
import { allow, ME, MEMBERS, role, specDesign } from '../testing/spec-world.ts';
import { countQuery, distinctQuery, groupQuery, type GroupRequest, type ReadContext } from './index.ts';

const design = specDesign();
const context = (more: Partial<ReadContext> = {}): ReadContext => ({ schema: 'ws_spec', design, access: systemAccess(), member: ME, timeZone: 'Asia/Shanghai', ...more });
const byLevel = (more: Partial<GroupRequest> = {}): GroupRequest => ({ entity: 'account', by: [{ field: 'level' }], aggregates: [{ aggregate: 'count' }], limit: 10, ...more });
const opened = (reader: ReadContext, request = byLevel()): unknown => {
  const statement = groupQuery(reader, request);
  if (!statement.ok) throw new Error(JSON.stringify(statement.problem));
  return statement.value;
};

describe('a question that was asked before', () => {
  it('is not compiled again', () => {
    const reader = context();
    expect(opened(reader)).toBe(opened({ ...reader }));
    for (const ask of [() => countQuery(reader, { entity: 'account', search: 'x' }), () => distinctQuery(reader, { entity: 'account', field: 'tags', limit: 5 })]) {
      const [first, second] = [ask(), ask()];
      expect(first.ok && second.ok && first.value === second.value).toBe(true);
    }
  });

  it('is another one when anything of it or of its reader is', () => {
    const reader = context();
    const mine = buildAccess({ design, roles: [role(allow('account', { where: { field: 'owner', op: 'eq', value: { var: 'me' } } }))], member: ME });
    const first = opened(reader);
    const others = [
      opened(reader, byLevel({ limit: 11 })), opened(reader, byLevel({ filter: { field: 'level', op: 'eq', value: 'a' } })), opened(reader, byLevel({ filter: { field: 'level', op: 'eq', value: 'b' } })),
      opened({ ...reader, member: MEMBERS[1]! }), opened({ ...reader, schema: 'ws_other' }), opened({ ...reader, timeZone: 'UTC' }), opened({ ...reader, access: mine }), opened({ ...reader, stored: new Set(['account.greeting']) }),
    ];
    expect(new Set([first, ...others]).size).toBe(1 + others.length);
    expect(JSON.stringify(opened({ ...reader, access: mine }))).toContain(ME);
  });

  it('is refused every time it cannot be asked', () => {
    const reader = context();
    expect([groupQuery(reader, byLevel({ by: [{ field: 'nope' }] })), groupQuery(reader, byLevel({ by: [{ field: 'nope' }] }))]).toMatchObject([{ ok: false }, { ok: false }]);
  });
});
