import { describe, expect, it } from '@jest/globals';
import { setCell, setFieldSteps, type RoleMatrix } from './role-matrix.ts';
import { whoseRows } from './row-choices.ts';
import { widened } from './widened.ts';

const nothing: RoleMatrix = { grants: {}, raw: [] };
const own = { where: whoseRows('own') };
const limited = setFieldSteps(setCell(nothing, 'account', 'read', own), 'account', 'phone', [{ level: 'masked', mask: { start: 3, end: 4 } }]);

describe('widened', () => {
  it('says nothing of what stays, is taken away or opens on some rows only', () => {
    expect(widened(limited, limited)).toEqual([]);
    expect(widened(limited, nothing)).toEqual([]);
    expect(widened(nothing, limited)).toEqual([]);
    expect(widened(limited, setCell(limited, 'account', 'read', { where: whoseRows('team') }))).toEqual([]);
  });
  it('names actions that reach every row now', () => {
    expect(widened(limited, setCell(limited, 'account', 'read', 'all'))).toEqual([{ entity: 'account', actions: ['read'], fields: [] }]);
    expect(widened(nothing, setCell(nothing, '*', 'export', 'all'))).toEqual([{ entity: '*', actions: ['export'], fields: [] }]);
  });
  it('does not repeat for an entity what every entity had already', () => {
    const everywhere = setCell(nothing, '*', 'read', 'all');
    expect(widened(everywhere, setCell(everywhere, 'account', 'read', 'all'))).toEqual([]);
  });
  it('names fields that are no longer masked or hidden anywhere', () => {
    expect(widened(limited, setFieldSteps(limited, 'account', 'phone', [{ level: 'read' }]))).toEqual([{ entity: 'account', actions: [], fields: ['phone'] }]);
    expect(widened(limited, setFieldSteps(limited, 'account', 'phone', [{ level: 'none' }, { level: 'read', where: whoseRows('own') }]))).toEqual([]);
  });
});
