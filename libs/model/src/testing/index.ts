/** A small CRM for specs: every field type, a subform with formulas and rollups, relations in both depths. */

import type { EntityDocument } from '@tessera/contract';
import { compileDesign } from '../compile/compile-design.ts';
import type { Design } from '../design.ts';
import { choices, entity, field } from './documents.ts';

export { choices, entity, field } from './documents.ts';
export { galleryDesign, galleryDocuments } from './gallery.ts';

export const crmDocuments = (): EntityDocument[] => [
  entity('account', [
    field('name', 'text', { required: true }),
    field('code', 'autoNumber', { options: { prefix: 'C' } }),
    field('notes', 'longText'),
    field('employees', 'number', { options: { scale: 0, min: '0' } }),
    field('credit_limit', 'money', { options: { min: '0' } }),
    field('discount', 'percent', { options: { min: '0', max: '1' } }),
    field('since', 'date', { default: { var: 'today' } }),
    field('last_contact', 'datetime'),
    field('vip', 'checkbox', { default: false }),
    field('level', 'select', { required: true, default: 'b', options: choices('a', 'b', 'c') }),
    field('tags', 'multiSelect', { options: choices('x', 'y', 'z') }),
    field('phone', 'phone'),
    field('email', 'email'),
    field('website', 'url'),
    field('manager', 'member'),
  ]),
  entity('product', [field('title', 'text', { required: true }), field('price', 'money'), field('cost', 'money')]),
  entity('order', [
    field('number', 'autoNumber', { options: { prefix: 'SO-', date: 'YYYYMM', digits: 4 } }),
    field('account', 'relation', { required: true, options: { entity: 'account' } }),
    field('status', 'select', { default: 'draft', options: choices('draft', 'approved', 'done') }),
    field('placed', 'date'),
    field('paid', 'money'),
    field('lines', 'subform', { options: { entity: 'order_line' } }),
    field('total', 'rollup', { options: { subform: 'lines', aggregate: 'sum', field: 'amount', scale: 2, currency: 'CNY' } }),
    field('line_count', 'rollup', { options: { subform: 'lines', aggregate: 'count' } }),
    field('open_amount', 'formula', { options: { expression: 'total - paid', scale: 2, currency: 'CNY' } }),
  ]),
  entity(
    'order_line',
    [
      field('product', 'relation', { required: true, options: { entity: 'product' } }),
      field('quantity', 'number', { required: true, options: { min: '0' } }),
      field('price', 'money', { required: true }),
      field('discount', 'percent'),
      field('amount', 'formula', { options: { expression: 'quantity * price * (1 - discount)', scale: 2, currency: 'CNY' } }),
    ],
    { parent: 'order' },
  ),
];

export function crmDesign(documents: readonly EntityDocument[] = crmDocuments()): Design {
  const design = compileDesign(documents);
  if (!design.ok) throw new Error(`the design of this spec has problems: ${JSON.stringify(design.problem)}`);
  return design.value;
}
