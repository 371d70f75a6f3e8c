/** What a formula over records of an entity may name, with types: own fields, and whatever a path leads to. */

import type { FormulaScope, FormulaType } from '@tessera/formula';
import { formulaNameType, resolveFormulaName, type FieldDirectory } from './path.ts';

/** `keys`: names to list and suggest; others are still found when a formula names them. */
export function formulaScope(directory: FieldDirectory, entity: string, keys: Iterable<string>): FormulaScope {
  const resolve = (path: string): FormulaType | undefined => {
    const name = resolveFormulaName(directory, entity, path);
    return name.ok ? (formulaNameType(name.value) ?? undefined) : undefined;
  };
  const names = [...keys].flatMap((key): [string, FormulaType][] => {
    const type = resolve(key);
    return type === undefined ? [] : [[key, type]];
  });
  return { names: Object.fromEntries(names), resolve };
}
