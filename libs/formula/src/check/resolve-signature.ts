/**
 * Which signature of a function a call uses, given the types of its arguments, and what is wrong when
 * none fits: then the signature that fits best is the one whose complaints are worded.
 */

import type { FormulaContext } from '../formula-node.ts';
import { itemType, listOf, type FormulaType, type ScalarType } from '../formula-type.ts';
import { acceptedTypes, type FunctionSpec, type Param, type Signature } from '../functions/function-spec.ts';
import * as problems from '../problems.ts';
import type { ProblemKind, Wording } from '../problems.ts';

/** A type, or null where the argument itself has a problem. */
export type ArgumentType = FormulaType | null;

export interface Argument {
  readonly type: ArgumentType;
  /** Its value, when it is a text literal. */
  readonly literal: string | undefined;
}

export type Resolution =
  | { readonly ok: true; readonly type: FormulaType; readonly argTypes: readonly FormulaType[]; readonly context: FormulaContext | undefined }
  /** `index` of the argument at fault; null: the call as a whole. */
  | { readonly ok: false; readonly faults: readonly { readonly index: number | null; readonly problem: ProblemKind }[] };

export function resolveSignature(spec: FunctionSpec, args: readonly Argument[]): Resolution {
  const candidates = spec.signatures.flatMap((signature) => {
    const params = paramsFor(signature, args.length);
    return params ? [match(spec, signature, params, args)] : [];
  });
  const first = candidates[0];
  if (!first) return { ok: false, faults: [{ index: null, problem: problems.wrongArgumentCount(spec.name, formOf(spec), args.length) }] };
  const best = candidates.reduce((chosen, next) => (next.score > chosen.score ? next : chosen), first);
  if (best.faults.length > 0) return { ok: false, faults: best.faults };
  return { ok: true, type: best.type, argTypes: best.argTypes, context: best.context };
}

/** The param of each argument; null when the signature does not take so many. */
function paramsFor({ params, repeat = 0, last }: Signature, count: number): Param[] | null {
  if (repeat === 0) {
    const least = params.filter((param) => param.optional !== true).length;
    return count >= least && count <= params.length ? params.slice(0, count) : null;
  }
  const fixed = params.slice(0, params.length - repeat);
  const repeated = params.slice(params.length - repeat);
  const rest = count - fixed.length;
  const trailing = last && rest % repeat === 1 && rest > repeat ? [last] : [];
  if (rest < repeat || (rest - trailing.length) % repeat !== 0) return null;
  return [...fixed, ...Array.from({ length: rest - trailing.length }, (_, i) => repeated[i % repeat] as Param), ...trailing];
}

interface Match {
  readonly score: number;
  readonly faults: { index: number; problem: ProblemKind }[];
  readonly type: FormulaType;
  readonly argTypes: FormulaType[];
  readonly context: FormulaContext | undefined;
}

function match(spec: FunctionSpec, signature: Signature, params: readonly Param[], args: readonly Argument[]): Match {
  const groups = new Map<string, ScalarType>();
  const faults: Match['faults'] = [];
  let score = 0;
  params.forEach((param, index) => {
    const { type, literal } = args[index] as Argument;
    if (type === null) return;
    const known = param.group === undefined ? undefined : groups.get(groupOf(signature, param, index));
    const expected = acceptedTypes(param, known === undefined ? param.types : [known]);
    if (param.option) {
      const accepted = literal !== undefined && param.option.accepts(literal);
      if (!accepted) faults.push({ index, problem: problems.wrongOption(placeOf(spec, param), param.option.expected) });
    } else if (type !== 'null' && !expected.includes(type)) {
      faults.push({ index, problem: problems.wrongType(placeOf(spec, param), expected, type) });
    } else {
      score += type === 'null' ? 1 : 2;
      if (param.group !== undefined && type !== 'null') groups.set(groupOf(signature, param, index), itemType(type) as ScalarType);
    }
  });
  const argTypes = params.map((param, index) => {
    const type = (args[index] as Argument).type;
    if (type !== null && type !== 'null') return type;
    const item = (param.group === undefined ? undefined : groups.get(groupOf(signature, param, index))) ?? (param.types[0] as ScalarType);
    return param.list === 'only' ? listOf(item) : item;
  });
  return { score: faults.length === 0 ? score + 1000 : score, faults, type: resultType(signature, groups), argTypes, context: signature.context };
}

/** Where a group holds within one repetition, each repetition has its own. */
function groupOf({ params, repeat = 0 }: Signature, param: Param, index: number): string {
  return param.perRepeat === true ? `${param.group} ${Math.floor((index - params.length + repeat) / repeat)}` : (param.group as string);
}

/** Of blanks alone a blank; a list of blanks counts as one of texts. */
function resultType({ result }: Signature, groups: ReadonlyMap<string, ScalarType>): FormulaType {
  if (typeof result === 'string') return result;
  const item = groups.get(result.group);
  return result.list === true ? listOf(item ?? 'text') : (item ?? 'null');
}

const OPERATOR = /^[^A-Z]/;

/** What a problem calls the place of an argument. */
function placeOf(spec: FunctionSpec, param: Param): Wording {
  if (spec.name === 'negative') return { en: 'The sign "-"', 'zh-CN': '负号后' };
  if (OPERATOR.test(spec.name)) return { en: `"${spec.name}", ${param.name.en},`, 'zh-CN': `“${spec.name}”${param.name['zh-CN']}` };
  return { en: `${spec.name}, ${param.name.en},`, 'zh-CN': `${spec.name} 的“${param.name['zh-CN']}”` };
}

/** e.g. ROUND(number, [digits]); the longest form when there are several. */
function formOf(spec: FunctionSpec): string {
  const forms = spec.signatures.map((signature) => {
    const params = signature.params.map((param) => (param.optional === true ? `[${param.name.en}]` : param.name.en));
    if (signature.repeat !== undefined) params.push('…');
    if (signature.last) params.push(`[${signature.last.name.en}]`);
    return `${spec.name}(${params.join(', ')})`;
  });
  return forms.reduce((longest, form) => (form.length > longest.length ? form : longest));
}
