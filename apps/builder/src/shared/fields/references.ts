/** Reading references: relation and member values arrive as `{ id, label }`, computed ones or older data as an id. Pure. */

import type { Ref } from '@tessera/contract';

export const isRef = (value: unknown): value is Ref =>
  typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string';

export const refId = (value: unknown): string | null => (isRef(value) ? value.id : typeof value === 'string' && value !== '' ? value : null);

/** A record without a title is still somebody's record: its id's end tells it apart. */
export const refLabel = (value: unknown): string => (isRef(value) ? value.label || `#${value.id.slice(-6)}` : typeof value === 'string' ? value : '');

export const isEmptyValue = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
