/** Paths such as `account.owner`: over many-to-one relations to a field. */

import { fail, ok, type Result } from '@tessera/contract';
import type { Design, ResolvedPath } from './design.ts';

/** Leads from a row of a child entity to the record that owns it; no field can have this key. */
export const PARENT_HOP = 'parent';

const MAX_HOPS = 4;

export function resolvePath(design: Design, entity: string, path: string): Result<ResolvedPath, 'unknown'> {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  if (steps.length > MAX_HOPS) return fail('unknown');
  const hops: { field: string; entity: string }[] = [];
  let at = design.entities.get(entity);
  for (const step of steps) {
    const relation = at?.fields.get(step);
    const target = step === PARENT_HOP ? at?.parent : relation?.type.refersTo === 'record' ? relation.target : null;
    if (!target) return fail('unknown');
    hops.push({ field: step, entity: target });
    at = design.entities.get(target);
  }
  const field = at?.fields.get(last);
  return at && field ? ok({ hops, entity: at.key, field }) : fail('unknown');
}

/** Every `[entity, field]` a path touches, the last field included, in order. */
export function pathFields(entity: string, resolved: ResolvedPath): readonly (readonly [string, string])[] {
  const touched: [string, string][] = [];
  let at = entity;
  for (const hop of resolved.hops) {
    touched.push([at, hop.field]);
    at = hop.entity;
  }
  return [...touched, [at, resolved.field.key]];
}
