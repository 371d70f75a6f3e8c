/** Every function and operator, by name. A new one is an entry in the file of its group. */

import { arithmeticOperators } from '../operators/arithmetic.ts';
import { comparisonOperators } from '../operators/comparison.ts';
import { joiningOperators } from '../operators/joining.ts';
import type { FormulaType } from '../formula-type.ts';
import type { Wording } from '../problems.ts';
import { amountFunctions } from './chinese-amounts.ts';
import { clockFunctions } from './clock.ts';
import { countingFunctions } from './counting.ts';
import { criteriaFunctions } from './criteria.ts';
import { dateArithmeticFunctions } from './date-arithmetic.ts';
import { dateFunctions } from './dates.ts';
import { acceptedTypes, type FunctionSpec, type Param, type Signature } from './function-spec.ts';
import { identityFunctions } from './identity.ts';
import { listingFunctions } from './lists.ts';
import { logicFunctions } from './logic.ts';
import { maskFunctions } from './masks.ts';
import { mathFunctions } from './mathematics.ts';
import { numberFunctions } from './numbers.ts';
import { peopleFunctions } from './people.ts';
import { periodFunctions } from './periods.ts';
import { questionFunctions } from './questions.ts';
import { roundingFunctions } from './rounding.ts';
import { statisticsFunctions } from './statistics.ts';
import { textFormatFunctions } from './text-format.ts';
import { textPartFunctions } from './text-parts.ts';
import { textShapeFunctions } from './text-shapes.ts';
import { textFunctions } from './texts.ts';
import { workdayFunctions } from './workdays.ts';

export type FunctionGroup = 'logic' | 'number' | 'statistics' | 'list' | 'text' | 'date' | 'people' | 'china';

const groups: readonly (readonly [FunctionGroup, readonly FunctionSpec[]])[] = [
  ['logic', [...logicFunctions, ...questionFunctions]],
  ['number', [...numberFunctions, ...roundingFunctions, ...mathFunctions]],
  ['statistics', [...statisticsFunctions, ...criteriaFunctions]],
  ['list', [...listingFunctions, ...countingFunctions]],
  ['text', [...textFunctions, ...textPartFunctions, ...textShapeFunctions, ...textFormatFunctions]],
  ['date', [...dateFunctions, ...dateArithmeticFunctions, ...periodFunctions, ...clockFunctions, ...workdayFunctions]],
  ['people', peopleFunctions],
  ['china', [...maskFunctions, ...identityFunctions, ...amountFunctions]],
];
const functions: readonly FunctionSpec[] = groups.flatMap(([, specs]) => specs);
const functionsByName: ReadonlyMap<string, FunctionSpec> = new Map(functions.map((spec) => [spec.name, spec]));
const operatorsByName: ReadonlyMap<string, FunctionSpec> = new Map(
  [...arithmeticOperators, ...comparisonOperators, ...joiningOperators].map((spec) => [spec.name, spec]),
);

/** Function names ignore case. */
export const findFunction = (name: string): FunctionSpec | undefined => functionsByName.get(name.toUpperCase());
export const findOperator = (sign: string): FunctionSpec | undefined => operatorsByName.get(sign);

/** Of a callee in a checked formula. */
export function specOf(callee: string): FunctionSpec {
  const spec = functionsByName.get(callee) ?? operatorsByName.get(callee);
  if (!spec) throw new Error(`unknown callee in a checked formula: ${callee}`);
  return spec;
}

export const functionNames = (): string[] => functions.map((spec) => spec.name);

export interface FunctionParam {
  readonly name: Wording;
  readonly types: readonly FormulaType[];
  readonly optional: boolean;
  readonly repeats: boolean;
  /** Texts to choose from, when it must be one written in quotes. */
  readonly choices?: readonly string[];
}

export interface FunctionForm {
  readonly params: readonly FunctionParam[];
  /** Null when it is the type of the arguments. */
  readonly result: FormulaType | null;
}

export interface FunctionDescription extends FunctionForm {
  readonly name: string;
  readonly group: FunctionGroup;
  readonly doc: Wording;
  /** Every way to write it; `params` and `result` are those of the most telling one. */
  readonly forms: readonly FunctionForm[];
}

/** For completion and help in editors, and for the list in the documentation; by group. */
export const listFunctions = (): FunctionDescription[] => groups.flatMap(([group, specs]) => specs.map((spec) => describe(spec, group)));

/** For tests that must not forget a function. */
export const listSpecs = (): readonly FunctionSpec[] => [...functions, ...operatorsByName.values()];

function describe({ name, doc, signatures }: FunctionSpec, group: FunctionGroup): FunctionDescription {
  const telling = (signatures.length > 1 ? signatures.find((one) => one.params.length > 1) : undefined) ?? (signatures[0] as Signature);
  return { name, group, doc, ...describeForm(telling), forms: signatures.map(describeForm) };
}

function describeForm({ params, repeat = 0, last, result }: Signature): FunctionForm {
  const described = params.map((param, i) => describeParam(param, i >= params.length - repeat));
  return {
    params: last ? [...described, { ...describeParam(last, false), optional: true }] : described,
    result: typeof result === 'string' ? result : null,
  };
}

const describeParam = (param: Param, repeats: boolean): FunctionParam => ({
  name: param.name,
  types: acceptedTypes(param),
  optional: param.optional === true,
  repeats,
  ...(param.option ? { choices: param.option.choices } : {}),
});
