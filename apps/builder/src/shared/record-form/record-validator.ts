/**
 * The validator rjsf works with: our Ajv (@tessera/model), which the server decides with too, worded as the
 * server words it. rjsf's own Ajv package would be a second opinion.
 */

import { toErrorSchema, type RJSFSchema, type RJSFValidationError, type ValidationData, type ValidatorType } from '@rjsf/utils';
import type { Locale } from '@tessera/contract';
import { createAjv, wordSchemaError, type SchemaError } from '@tessera/model';
import type { FormValues } from './form-values.ts';

type AjvError = SchemaError & { readonly instancePath: string; readonly parentSchema?: { readonly title?: string; readonly properties?: Readonly<Record<string, { title?: string }>> } };
type Validate = ((data: unknown) => boolean) & { errors?: readonly AjvError[] | null };

export type RecordValidator = ValidatorType<FormValues, RJSFSchema>;

export function recordValidator(locale: Locale): RecordValidator {
  const ajv = createAjv();
  const compiled = new WeakMap<object, Validate>();

  const validateOf = (schema: RJSFSchema): Validate => {
    const known = compiled.get(schema);
    if (known) return known;
    // rjsf hands on parts of the schema with an $id of its own; the bare keywords are all there is to check.
    const { $id: _id, ...bare } = schema as Record<string, unknown>;
    const validate = ajv.compile(bare) as unknown as Validate;
    compiled.set(schema, validate);
    return validate;
  };

  const problemsOf = (schema: RJSFSchema, data: unknown): RJSFValidationError[] => {
    const validate = validateOf(schema);
    if (validate(data)) return [];
    const seen = new Set<string>();
    return (validate.errors ?? []).flatMap((error) => {
      const missing = error.params['missingProperty'];
      const path = [...error.instancePath.split('/').slice(1), ...(typeof missing === 'string' ? [missing] : [])];
      const property = `.${path.join('.')}`;
      if (error.keyword === 'if' || seen.has(property)) return [];
      seen.add(property);
      const title = (typeof missing === 'string' ? error.parentSchema?.properties?.[missing]?.title : error.parentSchema?.title) ?? titleOf(schema, path[0]) ?? path.at(-1) ?? '';
      const message = wordSchemaError(error, path.join('.'), title).message[locale];
      return [{ name: error.keyword, property, message, stack: message, params: error.params }];
    });
  };

  return {
    validateFormData: (data, schema, _customValidate, transformErrors): ValidationData<FormValues> => {
      const found = problemsOf(schema, data);
      const errors = transformErrors ? transformErrors(found) : found;
      return { errors, errorSchema: toErrorSchema<FormValues>(errors) };
    },
    isValid: (schema, data) => problemsOf(schema, data).length === 0,
    rawValidation: <Result,>(schema: RJSFSchema, data?: FormValues) => ({ errors: problemsOf(schema, data) as Result[] }),
  };
}

/** A part of an address has no name of its own: what is wrong is the address. */
const titleOf = (schema: RJSFSchema, key: string | undefined): string | undefined => (key === undefined ? undefined : (schema.properties?.[key] as { title?: string } | undefined)?.title);
