export type { Design, EntityModel, FieldModel, ResolvedPath, RollupModel } from './design.ts';
export type { FieldType, FormatTextEnv, JsonSchema, ParseTextEnv, SettingProblem, SystemTypeKey, TextProblem, ValueKind } from './field-type.ts';
export { fieldType, isFieldType, listFieldTypes } from './field-types/registry.ts';
export { autoNumberSeries, autoNumberText } from './field-types/autoNumber/index.ts';
