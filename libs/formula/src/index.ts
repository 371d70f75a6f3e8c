export type { FormulaScope, FormulaType, FormulaValue } from './formula-type.ts';
export type { CallNode, CheckedFormula, FormulaContext, FormulaNode, LiteralNode, NameNode } from './formula-node.ts';
export type { FormulaProblem } from './problems.ts';
export { checkFormula } from './check/check-formula.ts';
export { evaluateFormula, type FormulaEnv } from './evaluate-formula.ts';
export { formulaToSql, type FormulaSqlEnv } from './formula-to-sql.ts';
export { listFunctions, type FunctionDescription, type FunctionParam } from './functions/registry.ts';
export { formulaParser } from './syntax/grammar.ts';
export { MAX_DEPTH, MAX_TEXT_BYTES } from './limits.ts';
