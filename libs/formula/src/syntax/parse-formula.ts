/**
 * From source text to a tree of what was written: names not yet resolved, types not yet known. Decides
 * what is a syntax problem and words the first one; later ones are echoes of the parser's recovery.
 */

import { fail, ok, type Result } from '@tessera/contract';
import type { SyntaxNode } from '@lezer/common';
import { MAX_DEPTH, MAX_TEXT_BYTES } from '../limits.ts';
import * as problems from '../problems.ts';
import type { FormulaProblem, ProblemKind } from '../problems.ts';
import { formulaParser } from './grammar.ts';

export type WrittenNode =
  | { readonly kind: 'number' | 'text' | 'name'; readonly text: string; readonly from: number; readonly to: number }
  | WrittenCall;

/** A function call or an operator; `sign` tells which. */
export interface WrittenCall {
  readonly kind: 'call';
  readonly callee: string;
  readonly sign: boolean;
  readonly args: readonly WrittenNode[];
  readonly from: number;
  readonly to: number;
  /** Where the function's name or the sign stands. */
  readonly calleeFrom: number;
  readonly calleeTo: number;
}

/** Pure; never throws. On failure there is exactly one problem. */
export function parseFormula(text: string): Result<WrittenNode, FormulaProblem[]> {
  const refusal = refuseText(text);
  if (refusal) return fail([refusal]);
  const tree = formulaParser().parse(text);
  const broken = firstError(tree.topNode, text);
  // The parser itself gives up on what is nested very deep, as if a sign were wrong.
  if (broken) return fail([firstTooDeep(tree.topNode) ?? broken]);
  return readFormula(tree.topNode, text);
}

function refuseText(text: string): FormulaProblem | null {
  // A text has at least as many bytes as UTF-16 units.
  if (text.length > MAX_TEXT_BYTES || utf8Length(text) > MAX_TEXT_BYTES) return { from: 0, to: text.length, ...problems.formulaTooLong };
  const unstorable = /\0|\p{Surrogate}/u.exec(text);
  if (unstorable) return { from: unstorable.index, to: unstorable.index + 1, ...problems.characterNotAllowed };
  if (/^[\s=＝]*$/.test(text)) return { from: 0, to: text.length, ...problems.formulaEmpty };
  return null;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function firstError(top: SyntaxNode, text: string): FormulaProblem | null {
  const leading = top.firstChild;
  if (leading?.name === 'Compare' && !isEqualSign(text.slice(leading.from, leading.to)))
    return { from: leading.from, to: leading.to, ...problems.unexpected(text.slice(leading.from, leading.to)) };
  let found: FormulaProblem | null = null;
  top.tree?.iterate({
    enter: (node) => {
      if (found || !node.type.isError) return found === null;
      found = describeError(node.from, text);
      return false;
    },
  });
  return found;
}

/** Where the formula is nested deeper than is read. */
function firstTooDeep(top: SyntaxNode): FormulaProblem | null {
  let found: FormulaProblem | null = null;
  let depth = 0;
  top.tree?.iterate({
    enter: ({ name, from, to }) => {
      if (EXPRESSIONS.has(name)) depth += 1;
      if (depth > MAX_DEPTH) found ??= { from, to, ...problems.formulaTooDeep };
      return found === null;
    },
    leave: ({ name }) => {
      if (EXPRESSIONS.has(name)) depth -= 1;
    },
  });
  return found;
}

function describeError(at: number, text: string): FormulaProblem {
  const from = at + (/^[\s]*/.exec(text.slice(at))?.[0].length ?? 0);
  if (from >= text.length) return { from: text.length, to: text.length, ...problems.formulaEndsEarly };
  const word = /^(?:[\p{L}\p{N}_.]+|.)/su.exec(text.slice(from).replace(/^\s/, ''))?.[0] ?? '';
  return { from, to: from + word.length, ...syntaxProblem(word) };
}

function syntaxProblem(word: string): ProblemKind {
  if (word === '"' || word === '“') return problems.textNotClosed;
  if (word === "'" || word === '‘') return problems.singleQuotes;
  return problems.unexpected(word);
}

function readFormula(top: SyntaxNode, text: string): Result<WrittenNode, FormulaProblem[]> {
  let tooDeep: FormulaProblem | null = null;

  const read = (node: SyntaxNode, depth: number): WrittenNode => {
    const { from, to } = node;
    if (depth > MAX_DEPTH) {
      tooDeep ??= { from, to, ...problems.formulaTooDeep };
      return { kind: 'number', text: '0', from, to };
    }
    const operands = childrenOf(node).filter((child) => EXPRESSIONS.has(child.name));
    switch (node.name) {
      case 'Number':
        return { kind: 'number', text: text.slice(from, to), from, to };
      case 'Text':
        return { kind: 'text', text: unquote(text.slice(from, to)), from, to };
      case 'Name':
        return { kind: 'name', text: text.slice(from, to), from, to };
      case 'Group':
        return read(operands[0] as SyntaxNode, depth + 1);
      case 'Call': {
        const name = node.getChild('Callee') as SyntaxNode;
        const callee = text.slice(name.from, name.to);
        return { kind: 'call', callee, sign: false, args: operands.map((arg) => read(arg, depth + 1)), from, to, calleeFrom: name.from, calleeTo: name.to };
      }
      default: {
        const sign = childrenOf(node).find((child) => !EXPRESSIONS.has(child.name)) as SyntaxNode;
        const callee = canonicalSign(node.name, text.slice(sign.from, sign.to));
        return { kind: 'call', callee, sign: true, args: operands.map((arg) => read(arg, depth + 1)), from, to, calleeFrom: sign.from, calleeTo: sign.to };
      }
    }
  };

  const node = read(childrenOf(top).find((child) => EXPRESSIONS.has(child.name)) as SyntaxNode, 1);
  return tooDeep ? fail([tooDeep]) : ok(node);
}

const EXPRESSIONS: ReadonlySet<string> = new Set(['Number', 'Text', 'Name', 'Call', 'Group', 'Sign', 'Percent', 'Binary']);

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

const unquote = (literal: string): string =>
  literal.startsWith('"') ? literal.slice(1, -1).replaceAll('""', '"') : literal.slice(1, -1);

const isEqualSign = (sign: string): boolean => sign === '=' || sign === '＝';

const SIGNS: Readonly<Record<string, string>> = {
  '＋': '+', '－': '-', '−': '-', '×': '*', '＊': '*', '÷': '/', '／': '/', '＆': '&', '％': '%',
  '==': '=', '＝': '=', '!=': '<>', '≠': '<>', '＜': '<', '≤': '<=', '＞': '>', '≥': '>=',
};

/** One spelling per operator; the sign of a negative number is told from minus by its operand count. */
function canonicalSign(node: string, sign: string): string {
  const canonical = SIGNS[sign] ?? sign;
  return node === 'Sign' ? 'negative' : canonical;
}
