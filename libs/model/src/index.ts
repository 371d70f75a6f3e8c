export type { Design, EntityModel, FieldModel, ResolvedPath, RollupModel } from './design.ts';
export { compileDesign, type CompileOptions } from './compile/compile-design.ts';
export { PARENT_HOP, pathFields, resolvePath } from './path.ts';

export type { FieldType, FormatTextEnv, JsonSchema, ParseTextEnv, SettingProblem, SystemTypeKey, TextProblem, ValueKind } from './field-type.ts';
export { fieldType, isFieldType, listFieldTypes } from './field-types/registry.ts';
export { autoNumberSeries, autoNumberText } from './field-types/autoNumber/index.ts';
export { DEFAULT_CURRENCY } from './field-types/money/index.ts';
export { MAX_SUBFORM_ROWS } from './field-types/subform/index.ts';

export { parseFilter, type IsKnown } from './filter/parse-filter.ts';

export { recordSchema, type RecordMode, type RecordSchemaOptions } from './record/record-schema.ts';
export { validateRecord, type ValidateOptions } from './record/validate-record.ts';
export { normalizeValues } from './record/normalize-values.ts';
export { defaultValues, type DefaultsEnv } from './record/default-values.ts';
export { rowSelection, selects, type FieldSelection } from './record/selection.ts';
export { fieldProblem, wordProblem, type FieldProblemCode } from './record/problem.ts';
export { wordSchemaError, type SchemaError } from './record/word-schema-error.ts';

export { formSchemas, type FormSchemas, type FormSchemasOptions } from './form/form-schemas.ts';
export { checkForm, checkView } from './form/check-layout.ts';
export { deriveKey } from './key/derive-key.ts';

export { AJV_OPTIONS, createAjv, extendAjv } from './schema/ajv.ts';
export { safePattern, type PatternRefusal } from './schema/safe-pattern.ts';

export { canonicalDecimal, compareDecimals, isDecimal, parseDecimalText } from './values/decimal.ts';
export { canonicalInstant, civilInZone, dateText, instantMs, instantText, isDateText, isInstantText, parseWrittenTime, writtenMs, zonedMs, type CivilTime, type WrittenTime } from './values/time.ts';
export { isUuid } from './values/address.ts';
export { foldText } from './values/plain-text.ts';
