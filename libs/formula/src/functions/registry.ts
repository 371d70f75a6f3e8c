/** Every function and operator, by name. A new one is an entry in the file of its group. */

import { arithmeticOperators } from '../operators/arithmetic.ts';
import { comparisonOperators } from '../operators/comparison.ts';
import { joiningOperators } from '../operators/joining.ts';
import type { FormulaType } from '../formula-type.ts';
import type { Wording } from '../problems.ts';
import { dateArithmeticFunctions } from './date-arithmetic.ts';
import { dateFunctions } from './dates.ts';
import type { FunctionSpec, Param, Signature } from './function-spec.ts';
import { logicFunctions } from './logic.ts';
import { numberFunctions } from './numbers.ts';
import { peopleFunctions } from './people.ts';
import { textFormatFunctions } from './text-format.ts';
import { textFunctions } from './texts.ts';

const functions: readonly FunctionSpec[] = [
  ...logicFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...textFormatFunctions,
  ...dateFunctions,
  ...dateArithmeticFunctions,
  ...peopleFunctions,
];
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
}

export interface FunctionDescription {
  readonly name: string;
  /** Of the first signature. */
  readonly params: readonly FunctionParam[];
  /** Null when it is the type of the arguments. */
  readonly result: FormulaType | null;
  readonly doc: Wording;
}

/** For completion and help in editors. */
export const listFunctions = (): FunctionDescription[] => functions.map(describe);

function describe({ name, doc, signatures }: FunctionSpec): FunctionDescription {
  const signature = (signatures.length > 1 ? signatures.find((one) => one.params.length > 1) : undefined) ?? (signatures[0] as Signature);
  const repeatsFrom = signature.params.length - (signature.repeat ?? 0);
  const params = signature.params.map((param, i) => describeParam(param, i >= repeatsFrom));
  return {
    name,
    doc,
    params: signature.last ? [...params, { ...describeParam(signature.last, false), optional: true }] : params,
    result: typeof signature.result === 'string' ? signature.result : null,
  };
}

const describeParam = (param: Param, repeats: boolean): FunctionParam => ({
  name: param.name,
  types: param.types,
  optional: param.optional === true,
  repeats,
});
