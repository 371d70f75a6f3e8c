export type { Design, EntityModel, FieldModel, ResolvedPath, RollupModel } from './design.ts';
export type { FieldType, FormatTextEnv, JsonSchema, ParseTextEnv, SystemTypeKey, TextProblem } from './field-type.ts';
