/** A small order with lines, for the specs of this folder. */

import type { EntityDocument } from '@tessera/contract';
import { compileDesign, type Design } from '@tessera/model';

export const orderLine: EntityDocument = {
  key: 'order_line', label: { en: 'Line' }, titleField: 'quantity', parent: 'order',
  fields: [
    { key: 'product', type: 'relation', label: { en: 'Product' }, options: { entity: 'product' } },
    { key: 'quantity', type: 'number', label: { en: 'Quantity' }, required: true },
    { key: 'price', type: 'money', label: { en: 'Price' } },
    { key: 'discount', type: 'percent', label: { en: 'Discount' } },
    { key: 'amount', type: 'formula', label: { en: 'Amount' }, options: { expression: 'ROUND(quantity * price * (1 - COALESCE(discount, 0)), 2)', scale: 2, currency: 'CNY' } },
  ],
};

export const order: EntityDocument = {
  key: 'order', label: { en: 'Order' }, titleField: 'code',
  fields: [
    { key: 'code', type: 'text', label: { en: 'Code' }, required: true },
    { key: 'lines', type: 'subform', label: { en: 'Lines' }, options: { entity: 'order_line' } },
    { key: 'total', type: 'rollup', label: { en: 'Total' }, options: { subform: 'lines', aggregate: 'sum', field: 'amount', scale: 2, currency: 'CNY' } },
    { key: 'rows', type: 'rollup', label: { en: 'Rows' }, options: { subform: 'lines', aggregate: 'count' } },
    { key: 'dearest', type: 'rollup', label: { en: 'Dearest' }, options: { subform: 'lines', aggregate: 'max', field: 'price', scale: 2 } },
    { key: 'big', type: 'formula', label: { en: 'Big' }, options: { expression: 'total > 1000' } },
    { key: 'remark', type: 'longText', label: { en: 'Remark' } },
    { key: 'tags', type: 'multiSelect', label: { en: 'Tags' }, options: { choices: [{ value: 'a', label: { en: 'A' } }] } },
  ],
};

export const product: EntityDocument = { key: 'product', label: { en: 'Product' }, titleField: 'name', fields: [{ key: 'name', type: 'text', label: { en: 'Name' } }] };

export function sampleDesign(): Design {
  const compiled = compileDesign([product, order, orderLine]);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem));
  return compiled.value;
}
