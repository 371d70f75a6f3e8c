/** Values on their way to a visitor: records, members and departments by their names, files by what they are called; no ids. Pure. */

import { createHmac, type KeyObject } from 'node:crypto';
import type { RecordView } from '@tessera/contract';

export function visitorRecord(secret: KeyObject, share: string, { id, values, masked }: RecordView): RecordView {
  return { id: blindId(secret, share, id), version: 1, values: withoutIds(values) as RecordView['values'], ...(masked === undefined ? {} : { masked }) };
}

/** `{ id, label }` is its label; rows of subforms and files lose their ids. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (value === null || typeof value !== 'object') return value;
  if ('id' in value && 'label' in value) return value.label;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (key === 'id' ? [] : [[key, withoutIds(inner)]])));
}

/** Tells the rows of one link apart, and is good for nothing else. */
function blindId(secret: KeyObject, share: string, id: string): string {
  const hex = createHmac('sha256', secret).update(`${share} ${id}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
