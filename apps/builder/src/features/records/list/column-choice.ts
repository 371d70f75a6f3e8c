/** Which columns a person wants in a view, and how wide; remembered in this browser. */

import { useCallback, useState } from 'react';
import type { ColumnChoice } from './list-search.ts';

const nameOf = (view: string): string => `tessera.columns.${view}`;

function read(view: string): ColumnChoice {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(nameOf(view)) ?? '{}');
    return typeof stored === 'object' && stored !== null ? (stored as ColumnChoice) : {};
  } catch {
    return {};
  }
}

export function useColumnChoice(view: string): [ColumnChoice, (choice: ColumnChoice) => void] {
  const [state, setState] = useState(() => ({ view, choice: read(view) }));
  const current = state.view === view ? state.choice : read(view);
  const choose = useCallback(
    (choice: ColumnChoice) => {
      setState({ view, choice });
      try {
        if (Object.keys(choice).length === 0) localStorage.removeItem(nameOf(view));
        else localStorage.setItem(nameOf(view), JSON.stringify(choice));
      } catch {
        // Storage switched off: the choice lasts until the page is left.
      }
    },
    [view],
  );
  return [current, choose];
}
