export type { ButtonModel, Design, EntityModel, FieldModel, FormulaName, LookupModel, RelatedRows, ResolvedPath, RollupModel, UniqueModel, ValidationModel } from './design.ts';
export { compileDesign, type CompileOptions } from './compile/compile-design.ts';
export {
  MAX_HOPS, PARENT_HOP, formulaNameFields, formulaNameType, pathFields, relatedField, resolveFormulaName, resolvePath, resolveRelated,
  type EntityFields, type FieldDirectory,
} from './path.ts';
export { formulaScope } from './formula-scope.ts';
export { withoutHiddenSettings } from './cut-settings.ts';
export { dependentsOf, type Dependent, type DependencyKind } from './dependents.ts';

export type { Decimals, FieldType, FormatTextEnv, JsonSchema, ParseTextEnv, SettingProblem, SystemTypeKey, TextProblem, ValueKind } from './field-type.ts';
export { columnType, fieldType, isFieldType, listFieldTypes, operatorsOf, typeOf } from './field-types/registry.ts';
export { hashColumn } from './field-types/encrypted.ts';
export { watchedFields } from './field-types/modified-type.ts';
export { MAX_LINKS, isToMany } from './field-types/relation/index.ts';
export { autoNumberSeries, autoNumberText } from './field-types/autoNumber/index.ts';
export { DEFAULT_CURRENCY } from './field-types/money/index.ts';
export { MAX_SUBFORM_ROWS } from './field-types/subform/index.ts';

export { MAX_RELATED_DEPTH, parseFilter, type IsKnown, type ParseFilterOptions } from './filter/parse-filter.ts';
export { MAX_PERIODS, periodRange, periodStart, type DayRange } from './filter/period.ts';
export { wordsOf } from './filter/words.ts';
export { bindRecord } from './filter/bind-record.ts';
export { conditionFormula, conditionsOf, filterFields, formulaFields, hasFormula, isTimeless, recordOperands, relatedFilter, staysInRow } from './filter/filter-fields.ts';

export { recordSchema, type RecordMode, type RecordSchemaOptions } from './record/record-schema.ts';
export { validateRecord, type ValidateOptions } from './record/validate-record.ts';
export { normalizeValues } from './record/normalize-values.ts';
export { defaultValues, type DefaultsEnv } from './record/default-values.ts';
export { checkValidations, rowValidations, validationProblem, type KnowsField, type RowValidation } from './record/check-validations.ts';
export { evaluateOver, formulaValue, wireValue, type MomentEnv } from './record/formula-values.ts';
export { duplicateColumn, duplicateKey } from './duplicates/duplicate-key.ts';
export { normaliseEmail, normaliseName, normalisePhone, normaliseTaxNumber } from './duplicates/normalise.ts';
export { rowSelection, selects, type FieldSelection } from './record/selection.ts';
export { fieldProblem, wordProblem, type FieldProblemCode } from './record/problem.ts';
export { wordSchemaError, type SchemaError } from './record/word-schema-error.ts';

export { formSchemas, type FormSchemas, type FormSchemasOptions } from './form/form-schemas.ts';
export { canAggregate, hasBuckets, isGroupable } from './grouping.ts';
export { checkForm, checkView } from './form/check-layout.ts';
export { deriveKey } from './key/derive-key.ts';

export { AJV_OPTIONS, createAjv, extendAjv } from './schema/ajv.ts';
export { safePattern, type PatternRefusal } from './schema/safe-pattern.ts';

export { canonicalDecimal, compareDecimals, isDecimal, parseDecimalText } from './values/decimal.ts';
export { addDays, addMonths, weekday } from './values/calendar.ts';
export { canonicalInstant, civilInZone, dateText, instantMs, instantText, isDateText, isInstantText, parseWrittenTime, writtenMs, zonedMs, type CivilTime, type WrittenTime } from './values/time.ts';
export { formatClock, formatDuration, isClockText, parseClockText, parseDurationText } from './values/clock.ts';
export { isIdCard } from './values/id-card.ts';
export { htmlToText } from './values/html-text.ts';
export { MASKED, maskText, mostShown, maskValue, showsPart } from './values/mask-text.ts';
export { isRegionCode, isRegionOf, provideRegions, regionLevel, regionText, regions, type RegionDirectory, type RegionLevel, type RegionNode } from './values/regions.ts';
export { isUuid } from './values/address.ts';
export { foldText } from './values/plain-text.ts';
