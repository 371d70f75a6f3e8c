import { describe, expect, it } from '@jest/globals';
import { pathFields, resolvePath } from './path.ts';
import { crmDesign } from './testing/index.ts';

const design = crmDesign();
const resolve = (entity: string, path: string) => {
  const resolved = resolvePath(design, entity, path);
  return resolved.ok ? pathFields(entity, resolved.value).map((step) => step.join('.')).join(' > ') : resolved.problem;
};

describe('resolvePath', () => {
  it.each([
    ['order', 'status', 'order.status'],
    ['order', 'account.manager', 'order.account > account.manager'],
    ['order_line', 'parent.account.owner', 'order_line.parent > order.account > account.owner'],
    ['order', 'account', 'order.account'],
    ['order', 'nope', 'unknown'],
    ['order', 'status.name', 'unknown'],
    ['order', 'lines.quantity', 'unknown'],
    ['order', 'parent.name', 'unknown'],
    ['order_line', 'parent', 'unknown'],
    ['order', 'account.', 'unknown'],
    ['order', '', 'unknown'],
    ['order', '__proto__.constructor', 'unknown'],
    ['nope', 'id', 'unknown'],
  ])('of %s follows %p: %s', (entity, path, expected) => {
    expect(resolve(entity, path)).toBe(expected);
  });
});
