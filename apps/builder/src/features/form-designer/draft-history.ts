/** Steps back and forward over values that are never changed in place. */

export interface DraftHistory<Value> {
  readonly past: readonly Value[];
  readonly present: Value;
  readonly future: readonly Value[];
}

const LIMIT = 100;

export const beginHistory = <Value>(present: Value): DraftHistory<Value> => ({ past: [], present, future: [] });

export const record = <Value>(history: DraftHistory<Value>, next: Value): DraftHistory<Value> =>
  next === history.present ? history : { past: [...history.past, history.present].slice(-LIMIT), present: next, future: [] };

export function undo<Value>(history: DraftHistory<Value>): DraftHistory<Value> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future] };
}

export function redo<Value>(history: DraftHistory<Value>): DraftHistory<Value> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}
