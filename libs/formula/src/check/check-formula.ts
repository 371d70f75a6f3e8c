/**
 * From source text to a typed tree, or to every problem found, each with its place. Names are looked up
 * in the scope and nowhere else: a name outside it does not exist, and is never suggested.
 */

import { fail, ok, type Result } from '@tessera/contract';
import type { CheckedFormula, FormulaContext, FormulaNode } from '../formula-node.ts';
import type { FormulaScope, FormulaType } from '../formula-type.ts';
import { findFunction, findOperator, functionNames } from '../functions/registry.ts';
import type { FunctionSpec } from '../functions/function-spec.ts';
import { SCALE } from '../limits.ts';
import * as problems from '../problems.ts';
import type { FormulaProblem, ProblemKind } from '../problems.ts';
import { parseFormula, type WrittenCall, type WrittenNode } from '../syntax/parse-formula.ts';
import { didYouMean } from './did-you-mean.ts';
import { resolveSignature } from './resolve-signature.ts';

/**
 * Pure; never throws. Problems come in the order of the text. `expected`: the types its value may have; blank always may be.
 */
export function checkFormula(text: string, scope: FormulaScope, expected?: readonly FormulaType[]): Result<CheckedFormula, FormulaProblem[]> {
  const parsed = parseFormula(text);
  if (!parsed.ok) return parsed;
  const found: FormulaProblem[] = [];
  const names = new Set<string>();
  const context = new Set<FormulaContext>();
  const report = (place: { from: number; to: number }, problem: ProblemKind): null => {
    found.push({ from: place.from, to: place.to, ...problem });
    return null;
  };

  /** Null where a problem was reported. */
  const check = (written: WrittenNode): FormulaNode | null => {
    const { from, to } = written;
    switch (written.kind) {
      case 'number': {
        const value = canonicalDigits(written.text);
        return value === null ? report(written, problems.numberTooLong) : { kind: 'literal', type: 'number', value, from, to };
      }
      case 'text':
        return { kind: 'literal', type: 'text', value: written.text, from, to };
      case 'name':
        return checkName(written.text, written);
      case 'call':
        return checkCall(written);
    }
  };

  const checkName = (name: string, place: { from: number; to: number }): FormulaNode | null => {
    const { from, to } = place;
    if (Object.hasOwn(scope.names, name)) {
      names.add(name);
      return { kind: 'name', type: scope.names[name] as FormulaType, name, from, to };
    }
    const resolved = scope.resolve?.(name);
    if (resolved !== undefined) {
      names.add(name);
      return { kind: 'name', type: resolved, name, from, to };
    }
    const word = name.toUpperCase();
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'literal', type: 'boolean', value: word === 'TRUE', from, to };
    const suggestions = suggestionsFor(name, scope);
    const meant = suggestions.length === 0 ? findFunction(name) : undefined;
    return report(place, meant ? problems.functionNeedsBrackets(meant.name) : problems.unknownName(name, suggestions));
  };

  const checkCall = (written: WrittenCall): FormulaNode | null => {
    const spec = written.sign ? findOperator(written.callee) : findFunction(written.callee);
    const args = written.args.map(check);
    const callee = { from: written.calleeFrom, to: written.calleeTo };
    if (!spec) return report(callee, problems.unknownFunction(written.callee, didYouMean(written.callee, functionNames())));
    return checkArguments(spec, written, args, callee);
  };

  const checkArguments = (
    spec: FunctionSpec,
    written: WrittenCall,
    args: readonly (FormulaNode | null)[],
    callee: { from: number; to: number },
  ): FormulaNode | null => {
    const resolution = resolveSignature(spec, args.map((arg) => ({ type: arg?.type ?? null, literal: textLiteral(arg) })));
    if (!resolution.ok) {
      for (const { index, problem } of resolution.faults) report(index === null ? callee : (written.args[index] as WrittenNode), problem);
      return null;
    }
    const known = args.filter((arg) => arg !== null);
    if (known.length < args.length) return null;
    const { type, argTypes } = resolution;
    if (resolution.context) context.add(resolution.context);
    return { kind: 'call', type, callee: spec.name, args: known, argTypes, from: written.from, to: written.to };
  };

  const node = check(parsed.value);
  if (node && expected && node.type !== 'null' && !expected.includes(node.type)) report(parsed.value, problems.wrongResult(expected, node.type));
  if (node === null || found.length > 0) return fail(found.sort((a, b) => a.from - b.from || a.to - b.to));
  return ok({ text, type: node.type, names: [...names].sort(), context: [...context].sort(), node });
}

/** Of a path the part that is not known: names like the first one, or what may follow those before it. */
function suggestionsFor(name: string, scope: FormulaScope): string[] {
  const parts = name.split('.');
  for (let known = parts.length - 1; known > 0; known--) {
    const head = parts.slice(0, known).join('.');
    const members = scope.members?.(head) ?? {};
    const last = parts[known] as string;
    const rest = parts.slice(known + 1).map((part) => `.${part}`).join('');
    if (Object.keys(members).length > 0) return didYouMean(last, Object.keys(members)).map((member) => `${head}.${member}${rest}`).filter((path) => path !== name);
  }
  const [first = '', ...rest] = parts;
  return didYouMean(first, Object.keys({ ...scope.names, ...scope.members?.('') })).map((known) => [known, ...rest].join('.')).filter((path) => path !== name);
}

const textLiteral = (node: FormulaNode | null): string | undefined =>
  node?.kind === 'literal' && node.type === 'text' ? (node.value as string) : undefined;

/** No leading or trailing zeros; null when it has too many digits to be exact. */
function canonicalDigits(written: string): string | null {
  const [whole = '', fraction = ''] = written.split('.');
  const digits = whole.replace(/^0+/, '');
  const decimals = fraction.replace(/0+$/, '');
  if (digits.length > 28 || decimals.length > SCALE) return null;
  return `${digits || '0'}${decimals ? `.${decimals}` : ''}`;
}
