/** What every part of the properties panel needs: the modeler to write to, and the workspace the process runs in. */

import { createContext, useContext } from 'react';
import type { EntityDocument } from '@tessera/contract';
import type { FormulaScope } from '@tessera/formula';
import type { ProcessIsland } from '../modeler/process-island.ts';
import type { ComparableName } from '../process-names.ts';

export interface PanelContext {
  readonly island: ProcessIsland;
  readonly entity: EntityDocument | undefined;
  readonly roles: readonly { readonly value: string; readonly label: string }[] | null;
  readonly forms: readonly { readonly value: string; readonly label: string }[];
  /** Names formulas may use on the flows and in service tasks. */
  readonly scope: FormulaScope;
  /** The record's names alone, for what is decided before the process starts. */
  readonly recordScope: FormulaScope;
  readonly labels: Readonly<Record<string, string>>;
  readonly comparable: readonly ComparableName[];
}

const Context = createContext<PanelContext | null>(null);
export const PanelProvider = Context.Provider;

export function usePanel(): PanelContext {
  const panel = useContext(Context);
  if (!panel) throw new Error('usePanel needs a properties panel around it');
  return panel;
}
