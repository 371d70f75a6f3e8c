/** Whether the duplicate rules of an entity compare fields that can be compared so. */

import type { EntityDocument, FieldProblemInput } from '@tessera/contract';
import type { FieldModel } from '../design.ts';
import { designProblem } from './design-problem.ts';

export function checkDuplicateRules(entity: EntityDocument, fields: ReadonlyMap<string, FieldModel>): FieldProblemInput[] {
  const seen = new Set<string>();
  return (entity.duplicateRules ?? []).flatMap((rule, r) => {
    const place = `${entity.key}.duplicateRules.${r}`;
    const problems: FieldProblemInput[] = seen.has(rule.key) ? [designProblem(`${place}.key`, 'DUPLICATE_RULE_TAKEN', { key: rule.key })] : [];
    seen.add(rule.key);
    const named = new Set<string>();
    rule.fields.forEach(({ field: key, as }, f) => {
      const path = `${place}.fields.${f}.field`;
      const field = fields.get(key);
      if (!field || field.system) problems.push(designProblem(path, 'DUPLICATE_FIELD_UNKNOWN', { label: rule.label, field: key }));
      else if (named.has(key)) problems.push(designProblem(path, 'DUPLICATE_FIELD_TWICE', { label: field.document.label }));
      else if (!isComparable(field, as)) problems.push(designProblem(path, 'DUPLICATE_FIELD_UNFIT', { label: field.document.label }));
      named.add(key);
    });
    return problems;
  });
}

/** Only what is written can be compared; other than exactly, only text that can be read. */
function isComparable(field: FieldModel, as: string): boolean {
  const { valueKind } = field.valueType;
  if (field.readOnly || ['rows', 'json', 'none', 'computed', 'uuidList', 'textList'].includes(valueKind) || field.valueType.html) return false;
  return as === 'exact' || (valueKind === 'text' && !field.encrypted);
}
