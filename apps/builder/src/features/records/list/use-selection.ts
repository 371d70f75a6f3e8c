/** The rows a person has ticked, by id; kept while the list is scrolled, forgotten when the question changes. */

import { useMemo, useState } from 'react';

export interface SelectedRow {
  readonly id: string;
  readonly version: number;
  readonly title: string;
}

export interface Selection {
  readonly rows: readonly SelectedRow[];
  has(id: string): boolean;
  toggle(row: SelectedRow, on: boolean): void;
  /** Adds or takes out several. */
  toggleAll(rows: readonly SelectedRow[], on: boolean): void;
  clear(): void;
}

/** More than that are better changed by an import or a process. */
export const MAX_SELECTED = 10_000;

export function useSelection(question: string): Selection {
  const [state, setState] = useState<{ question: string; rows: ReadonlyMap<string, SelectedRow> }>({ question, rows: new Map() });
  const rows = state.question === question ? state.rows : NOTHING;
  return useMemo(() => {
    const put = (change: (rows: Map<string, SelectedRow>) => void): void => {
      setState((before) => {
        const next = new Map(before.question === question ? before.rows : NOTHING);
        change(next);
        return { question, rows: next.size > MAX_SELECTED ? new Map([...next].slice(0, MAX_SELECTED)) : next };
      });
    };
    return {
      rows: [...rows.values()],
      has: (id) => rows.has(id),
      toggle: (row, on) => put((next) => (on ? next.set(row.id, row) : next.delete(row.id))),
      toggleAll: (all, on) => put((next) => all.forEach((row) => (on ? next.set(row.id, row) : next.delete(row.id)))),
      clear: () => setState((before) => (before.question === question ? { question, rows: NOTHING } : before)),
    };
  }, [rows, question]);
}

const NOTHING: ReadonlyMap<string, SelectedRow> = new Map();
