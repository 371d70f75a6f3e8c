import type { EntityDocument } from '@tessera/contract';
import { isEmptyValue } from '../fields/references.ts';
import { sameValue, type FormValues } from './form-values.ts';

/** The values its duplicate rules ask about; null when no rule could find anything, or nothing it asks about was changed. Pure. */
export function duplicateQuestion({ duplicateRules = [] }: EntityDocument, values: FormValues, changes: FormValues): FormValues | null {
  const complete = duplicateRules.filter(({ fields }) => fields.every(({ field }) => !isEmptyValue(values[field])) && fields.some(({ field }) => field in changes && !sameValue(changes[field], null)));
  const keys = new Set(complete.flatMap(({ fields }) => fields.map(({ field }) => field)));
  return keys.size === 0 ? null : Object.fromEntries([...keys].sort().map((key) => [key, values[key]]));
}
