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

/** As many as one call may change. */
export const MAX_SELECTED = 1000;

export function useSelection(question: string): Selection {
  const [state, setState] = useState<{ question: string; rows: ReadonlyMap<string, SelectedRow> }>({ question, rows: new Map() });
  const rows = state.question === question ? state.rows : NOTHING;
  return useMemo(() => {
    const put = (change: (rows: Map<string, SelectedRow>) => void): void => {
      const next = new Map(rows);
      change(next);
      setState({ question, rows: new Map([...next].slice(0, MAX_SELECTED)) });
    };
    return {
      rows: [...rows.values()],
      has: (id) => rows.has(id),
      toggle: (row, on) => put((next) => (on ? next.set(row.id, row) : next.delete(row.id))),
      toggleAll: (all, on) => put((next) => all.forEach((row) => (on ? next.set(row.id, row) : next.delete(row.id)))),
      clear: () => setState({ question, rows: NOTHING }),
    };
  }, [rows, question]);
}

const NOTHING: ReadonlyMap<string, SelectedRow> = new Map();
