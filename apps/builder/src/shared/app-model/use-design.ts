import { useMemo } from 'react';
import { compileDesign, type Design } from '@tessera/model';
import type { AppModel } from '@tessera/contract';
import { useWorkspaceModel } from './use-workspace-model.ts';

let known: { app: AppModel; design: Design } | undefined;

/**
 * The compiled design of what the actor may know: types of results, formulas, schemas. In a module of its
 * own, so that pages without forms need not load the compiler.
 */
export function useDesign(): Design {
  const { app } = useWorkspaceModel();
  return useMemo(() => {
    if (known?.app === app) return known.design;
    const compiled = compileDesign(app.entities, { cut: true });
    // Saved documents were compiled by the server before; if one is refused here nevertheless, its pages say so.
    const design = compiled.ok ? compiled.value : { entities: new Map() };
    known = { app, design };
    return design;
  }, [app]);
}
