/** Problems in order for a reader, and those a refused publication names. Pure. */

import type { FieldProblem, Locale } from '@tessera/contract';
import type { ProcessProblem } from '@tessera/process';

/** Errors first; among equals as found. */
export const inOrder = (problems: readonly ProcessProblem[]): ProcessProblem[] => [...problems].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));

export const countOf = (problems: readonly ProcessProblem[], severity: ProcessProblem['severity']): number => problems.filter((problem) => problem.severity === severity).length;

/** What the server refused, at the elements: paths are `elements.<id>`, anything else is about the file as a whole. */
export const fromRefusal = (fields: readonly FieldProblem[], locale: Locale): ProcessProblem[] =>
  fields.map(({ path, code, message }) => ({
    element: path.startsWith('elements.') ? path.slice('elements.'.length) : null,
    name: null,
    code,
    severity: 'error',
    message: { en: message, 'zh-CN': message, [locale]: message },
  }));

/** Those of `found` and the refused ones that the check here does not know, as the server may know more. */
export function withRefused(found: readonly ProcessProblem[], refused: readonly ProcessProblem[]): ProcessProblem[] {
  const known = new Set(found.map((problem) => `${problem.element} ${problem.code}`));
  return [...found, ...refused.filter((problem) => !known.has(`${problem.element} ${problem.code}`))];
}

/** Whether the text is no BPMN file at all, or one that must not be read (a DOCTYPE, entities, too large): nothing to draw. */
export const isUnreadable = (problems: readonly ProcessProblem[]): boolean => problems.some(({ code }) => code.startsWith('XML_') || code === 'BPMN_NOT_BPMN');
