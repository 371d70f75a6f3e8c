import { describe, expect, it } from '@jest/globals';
import { CAPABILITIES, RECORD_ACTIONS, type RecordAction, type RoleDocument, type RoleRule } from '@tessera/contract';
import { crmDesign, crmDocuments, entity, field } from '@tessera/model/testing';
import { buildAccess, systemAccess } from './build-access.ts';

const design = crmDesign();
const mine = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
const all: RecordAction[] = [...RECORD_ACTIONS];
const role = (...rules: RoleRule[]): RoleDocument => ({ key: 'rep', label: { en: 'Rep' }, rules });
const access = (...roles: RoleDocument[]) => buildAccess({ design, roles, member: 'm' });
const allow = (name: string, more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'allow', actions: all, entity: name, ...more });
const deny = (name: string, more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'deny', actions: all, entity: name, ...more });

describe('buildAccess', () => {
  it('allows nothing without a rule', () => {
    const none = access();
    expect(none.rowScope('read', 'account')).toEqual({ kind: 'deny' });
    expect(none.fieldScope('read', 'account', 'id')).toEqual({ kind: 'deny' });
    expect(none.can('read', 'account')).toBe(false);
    expect([...none.capabilities]).toEqual([]);
  });

  it('hides a field and limits rows, as a sales role does', () => {
    const rep = access(role(allow('account', { where: mine }), deny('account', { fields: ['credit_limit'] })));
    expect(rep.rowScope('read', 'account')).toEqual({ kind: 'where', filter: mine });
    expect(rep.fieldScope('read', 'account', 'name')).toEqual({ kind: 'where', filter: mine });
    expect(rep.canField('read', 'account', 'credit_limit')).toBe(false);
    expect(rep.canField('update', 'account', 'credit_limit')).toBe(false);
    expect(rep.rowScope('update', 'account')).toEqual({ kind: 'where', filter: mine });
    expect(rep.can('read', 'product')).toBe(false);
  });

  it('shows a field only on the rows its rule is about', () => {
    const rep = access(role(allow('account'), deny('account', { fields: ['credit_limit'] }), allow('account', { fields: ['credit_limit'], where: mine })));
    expect(rep.rowScope('read', 'account')).toEqual({ kind: 'all' });
    expect(rep.fieldScope('read', 'account', 'credit_limit')).toEqual({ kind: 'where', filter: mine });
  });

  it('lets the last rule that matches a row win', () => {
    const vip = { field: 'vip', op: 'eq', value: true } as const;
    expect(access(role(deny('account', { where: vip }), allow('account'))).rowScope('read', 'account')).toEqual({ kind: 'all' });
    expect(access(role(allow('account'), deny('account', { where: vip }))).rowScope('read', 'account')).toEqual({ kind: 'where', filter: { not: vip } });
    expect(access(role(allow('account'), deny('account'))).rowScope('read', 'account')).toEqual({ kind: 'deny' });
  });

  it('unites roles: a deny takes away only within its own', () => {
    const both = access(role(allow('account', { where: mine }), deny('account', { fields: ['credit_limit'] })), role(allow('account', { fields: ['credit_limit'] })));
    expect(both.rowScope('read', 'account')).toEqual({ kind: 'all' });
    expect(both.fieldScope('read', 'account', 'credit_limit')).toEqual({ kind: 'all' });
    expect(both.fieldScope('read', 'account', 'name')).toEqual({ kind: 'where', filter: mine });
  });

  it('does not unite two roles into a formula that neither may know', () => {
    const wide = (hidden: string) => role(allow('order_line'), allow('order'), allow('order_line'), deny('order_line', { fields: [hidden] }));
    expect(access(wide('price')).canField('read', 'order_line', 'amount')).toBe(false);
    expect(access(wide('price'), wide('quantity')).canField('read', 'order_line', 'price')).toBe(true);
    expect(access(wide('price'), wide('quantity')).canField('read', 'order_line', 'amount')).toBe(false);
    expect(access(wide('price'), wide('quantity')).canField('read', 'order', 'total')).toBe(false);
  });

  it('treats an empty list of fields as less, never as every field', () => {
    expect(access(role(allow('account', { fields: [] }))).can('read', 'account')).toBe(false);
    expect(access(role(allow('account'), deny('account', { fields: [] }))).can('read', 'account')).toBe(false);
  });

  it('gives less, not more, when a condition names a field that is gone', () => {
    const gone = { field: 'gone', op: 'eq', value: 'x' } as const;
    expect(access(role(allow('account', { where: gone }))).can('read', 'account')).toBe(false);
    expect(access(role(allow('account'), deny('account', { where: gone }))).can('read', 'account')).toBe(false);
    const everywhere = access(role(allow('*', { where: { field: 'level', op: 'eq', value: 'a' } })));
    expect(everywhere.rowScope('read', 'account').kind).toBe('where');
    expect(everywhere.can('read', 'product')).toBe(false);
  });

  it('knows no entity that means any entity', () => {
    const named = crmDesign([entity('all', [field('name', 'text')]), entity('account', [field('name', 'text')])]);
    const granted = buildAccess({ design: named, roles: [role(allow('all'))], member: null });
    expect(granted.can('read', 'all')).toBe(true);
    expect(granted.can('read', 'account')).toBe(false);
  });

  it('denies what does not exist, also to administrators and to roles for everything', () => {
    for (const granted of [access(role(allow('*'))), access({ key: 'admin', label: { en: 'Admin' }, rules: [] })]) {
      expect(granted.can('read', 'nope')).toBe(false);
      expect(granted.canField('read', 'account', 'nope')).toBe(false);
      expect(granted.canField('read', 'account', 'deleted_at')).toBe(false);
      expect(granted.canField('read', 'account', '__proto__')).toBe(false);
      expect(granted.canField('update', 'account', 'code')).toBe(false);
      expect(granted.canField('update', 'order', 'total')).toBe(false);
      expect(granted.canField('create', 'account', 'created_by')).toBe(false);
      expect(granted.canField('update', 'account', 'owner')).toBe(true);
      expect(granted.canField('read', 'order', 'open_amount')).toBe(true);
      expect(granted.can('delete', 'order_line')).toBe(true);
    }
  });

  it('gives administrators and the system every capability', () => {
    expect([...access({ key: 'admin', label: { en: 'Admin' }, rules: [] }).capabilities]).toEqual([...CAPABILITIES]);
    expect(systemAccess().fieldScope('update', 'anything', 'at_all')).toEqual({ kind: 'all' });
    expect([...access({ ...role(), capabilities: ['members'] }).capabilities]).toEqual(['members']);
  });

  it('shows system fields with the record, and the owner by the rules', () => {
    const rep = access(role(allow('account', { fields: ['name'], where: mine })));
    expect(rep.fieldScope('read', 'account', 'created_at')).toEqual({ kind: 'where', filter: mine });
    expect(rep.canField('read', 'account', 'owner')).toBe(false);
  });

  it('never lets anyone change or export what they cannot read', () => {
    const writer = access(role(allow('account', { actions: ['update', 'delete', 'export'] })));
    for (const action of ['update', 'delete', 'export'] as const) expect(writer.can(action, 'account')).toBe(false);
    const reader = role(allow('account', { actions: ['read'] }), deny('account', { actions: ['read'], fields: ['phone'] }));
    const exporter = role(allow('account', { actions: ['export'] }));
    expect(access(reader, exporter).canField('export', 'account', 'name')).toBe(true);
    expect(access(reader, exporter).canField('export', 'account', 'phone')).toBe(false);
  });
});

describe('masks', () => {
  const tail = { start: 0, end: 4 };
  const masked = (more: Partial<RoleRule> = {}): RoleRule => allow('account', { actions: ['read'], fields: ['phone'], mask: tail, ...more });

  it('lower what an earlier rule shows, and a later rule raises or hides again', () => {
    const rep = access(role(allow('account'), masked(), allow('account', { actions: ['read'], fields: ['phone'], where: mine })));
    expect(rep.fieldScope('read', 'account', 'phone')).toEqual({ kind: 'where', filter: mine });
    expect(rep.masks('read', 'account', 'phone')).toEqual([{ mask: tail, scope: { kind: 'where', filter: { not: mine } } }]);
    const hidden = access(role(allow('account'), masked(), deny('account', { fields: ['phone'], where: mine })));
    expect(hidden.canField('read', 'account', 'phone')).toBe(false);
    expect(hidden.masks('read', 'account', 'phone')).toEqual([{ mask: tail, scope: { kind: 'where', filter: { not: mine } } }]);
  });

  it('on all the rows that are read leave none where the value is clear', () => {
    const other = { field: 'level', op: 'eq', value: 'a' } as const;
    for (const where of [mine, { or: [mine, other] }, { and: [mine, other] }]) {
      const rep = access(role(allow('account', { where }), masked({ where })));
      expect([rep.canField('read', 'account', 'phone'), rep.knows('account', 'phone')]).toEqual([false, true]);
    }
  });

  it('of several roles are those of the first, and count for nothing where one of them shows the value', () => {
    const dots = { start: 0, end: 0 };
    const both = access(role(allow('account'), masked()), role(allow('account'), masked({ mask: dots })));
    expect(both.masks('read', 'account', 'phone')).toEqual([{ mask: tail, scope: { kind: 'all' } }]);
    expect(access(role(allow('account'), masked()), role(allow('account'))).masks('read', 'account', 'phone')).toEqual([]);
  });

  it('never say that a value may be written or read, only that it is known', () => {
    const rep = access(role(allow('account', { fields: ['name'] }), masked()));
    expect([rep.knows('account', 'phone'), rep.canField('read', 'account', 'phone'), rep.canField('update', 'account', 'phone')]).toEqual([true, false, false]);
    expect([rep.knows('account', 'email'), rep.knows('account', 'nope'), rep.knows('nope', 'phone')]).toEqual([false, false, false]);
  });

  it('hide what is computed from the value', () => {
    const rep = access(role(allow('order'), allow('order', { actions: ['read'], fields: ['paid'], mask: tail })));
    expect([rep.knows('order', 'paid'), rep.knows('order', 'open_amount')]).toEqual([true, false]);
  });

  it('of rows of a subform stay within the record that owns them', () => {
    const rep = access(role(allow('order', { where: mine }), allow('order_line'), allow('order_line', { actions: ['read'], fields: ['price'], mask: tail })));
    expect(rep.masks('read', 'order_line', 'price')).toEqual([{ mask: tail, scope: { kind: 'where', filter: { field: 'parent.owner', op: 'eq', value: { var: 'me' } } } }]);
    expect(rep.knows('order_line', 'amount')).toBe(false);
  });

  it('and denials written for every entity hold in subforms too', () => {
    const rep = access(role(allow('order'), deny('*', { fields: ['price'] }), allow('*', { actions: ['read'], fields: ['discount'], mask: tail })));
    expect([rep.knows('order_line', 'price'), rep.canField('read', 'order_line', 'discount'), rep.knows('order_line', 'discount'), rep.canField('read', 'order_line', 'quantity')]).toEqual([false, false, true, true]);
  });

  it('that nobody could have saved hide', () => {
    for (const broken of [masked({ fields: undefined }), masked({ where: { field: 'gone', op: 'eq', value: 'x' } })]) {
      const rep = access(role(allow('account'), masked(), broken));
      expect([rep.knows('account', 'phone'), rep.canField('update', 'account', 'phone')]).toEqual([false, broken.fields !== undefined || rep.can('read', 'account')]);
    }
    expect(access(role(allow('account'), masked({ fields: ['code', 'owner'] }))).knows('account', 'owner')).toBe(false);
  });
});

describe('published fields', () => {
  const documents = crmDocuments().map((one) => ({ ...one, fields: one.fields.map((each) => (each.key === 'total' ? { ...each, published: true } : each)) }));
  const published = crmDesign(documents);

  it('are shown by their own rules, whatever they are computed from, and end what they hide', () => {
    const rep = buildAccess({ design: published, roles: [role(allow('order'), deny('order', { fields: ['lines'] }))], member: 'm' });
    expect([rep.canField('read', 'order', 'lines'), rep.canField('read', 'order', 'total'), rep.canField('read', 'order', 'open_amount'), rep.canField('read', 'order', 'line_count')]).toEqual([false, true, true, false]);
    const denied = buildAccess({ design: published, roles: [role(allow('order'), deny('order', { fields: ['total'] }))], member: 'm' });
    expect([denied.canField('read', 'order', 'total'), denied.canField('read', 'order', 'open_amount')]).toEqual([false, false]);
  });
});

describe('designing', () => {
  it('is of whole entities, with those whose rows they show, and of all with the capability', () => {
    const some = access(role(allow('order', { actions: ['design'] })));
    expect([some.rowScope('design', 'order'), some.rowScope('design', 'order_line'), some.rowScope('design', 'account')].map(({ kind }) => kind)).toEqual(['all', 'all', 'deny']);
    expect(access({ ...role(), capabilities: ['design'] }).can('design', 'account')).toBe(true);
    expect(access({ ...role(), capabilities: ['design'] }).can('design', 'nope')).toBe(false);
    for (const partial of [{ where: mine }, { fields: ['name'] }]) {
      expect(access(role(allow('account', { actions: ['design'], ...partial }))).can('design', 'account')).toBe(false);
      expect(access(role(allow('account', { actions: ['design'] }), deny('account', { actions: ['design'], ...partial }))).can('design', 'account')).toBe(false);
    }
  });
});

describe('what goes on around a record', () => {
  it('stays within what can be read, but for starting processes', () => {
    const blind = access(role(allow('account', { actions: ['comment', 'share', 'print', 'run'] })));
    expect((['comment', 'share', 'print', 'run'] as const).map((action) => blind.can(action, 'account'))).toEqual([false, false, false, true]);
    const seeing = access(role(allow('account', { actions: ['read'], where: mine }), allow('account', { actions: ['comment', 'print'] }), deny('account', { actions: ['read'], fields: ['phone'] })));
    expect(seeing.rowScope('comment', 'account')).toEqual({ kind: 'where', filter: mine });
    expect([seeing.canField('print', 'account', 'name'), seeing.canField('print', 'account', 'phone')]).toEqual([true, false]);
  });
});

describe('rows of a subform', () => {
  const onParent = { field: 'parent.owner', op: 'eq', value: { var: 'me' } } as const;

  it('follow the record that owns them', () => {
    const rep = access(role(allow('order', { where: mine })));
    expect(rep.rowScope('read', 'order_line')).toEqual({ kind: 'where', filter: onParent });
    expect(rep.fieldScope('read', 'order_line', 'price')).toEqual({ kind: 'where', filter: onParent });
    expect(rep.fieldScope('read', 'order', 'total')).toEqual({ kind: 'where', filter: mine });
  });

  it('are changed by whoever may change the subform', () => {
    const rep = access(role(allow('order', { actions: ['read'] }), allow('order', { actions: ['update'], fields: ['lines'], where: mine })));
    for (const action of ['create', 'update', 'delete'] as const) expect(rep.rowScope(action, 'order_line')).toEqual({ kind: 'where', filter: onParent });
    const viewer = access(role(allow('order', { actions: ['read'] }), allow('order', { actions: ['update'], fields: ['paid'] })));
    for (const action of ['create', 'update', 'delete'] as const) expect(viewer.can(action, 'order_line')).toBe(false);
    expect(access(role(allow('order', { actions: ['create'] }))).canField('create', 'order_line', 'price')).toBe(true);
  });

  it('go with a hidden subform, and so does what is summed up from them', () => {
    const rep = access(role(allow('*'), deny('order', { fields: ['lines'] })));
    expect(rep.can('read', 'order_line')).toBe(false);
    expect(rep.canField('read', 'order_line', 'price')).toBe(false);
    for (const computed of ['total', 'line_count', 'open_amount']) expect(rep.canField('read', 'order', computed)).toBe(false);
  });

  it('obey rules that name them, within what the record allows', () => {
    const rep = access(role(allow('order', { where: mine }), allow('order_line'), deny('order_line', { fields: ['price'] })));
    expect(rep.canField('read', 'order_line', 'price')).toBe(false);
    expect(rep.canField('read', 'order_line', 'amount')).toBe(false);
    expect(rep.canField('read', 'order', 'total')).toBe(false);
    expect(rep.fieldScope('read', 'order_line', 'quantity')).toEqual({ kind: 'where', filter: onParent });
    expect(access(role(allow('order_line'))).can('read', 'order_line')).toBe(false);
  });

  it('that are hidden one by one take their sums with them', () => {
    const rep = access(role(allow('order'), allow('order_line', { where: { field: 'quantity', op: 'gt', value: '1' } })));
    expect(rep.fieldScope('read', 'order_line', 'quantity')).toEqual({ kind: 'where', filter: { field: 'quantity', op: 'gt', value: '1' } });
    expect(rep.canField('read', 'order', 'total')).toBe(false);
    expect(rep.canField('read', 'order', 'line_count')).toBe(true);
  });
});
