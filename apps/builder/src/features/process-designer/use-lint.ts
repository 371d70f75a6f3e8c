/** Problems of the model on the canvas, found by the compiler that also guards publishing. */

import { useEffect, useState } from 'react';
import type { CompileEnv, ProcessProblem } from '@tessera/process';

/** Null while the first check runs. */
export function useLint(xml: string, env: CompileEnv): readonly ProcessProblem[] | null {
  const [problems, setProblems] = useState<readonly ProcessProblem[] | null>(null);
  useEffect(() => {
    let outdated = false;
    void lint(xml, env).then((found) => {
      if (!outdated) setProblems(found);
    });
    return () => {
      outdated = true;
    };
  }, [xml, env]);
  return problems;
}

/** The compiler and its BPMN parser come in a chunk of their own. */
export async function lint(xml: string, env: CompileEnv): Promise<readonly ProcessProblem[]> {
  const { lintForEditor } = await import('@tessera/process');
  return lintForEditor(xml, env);
}
