/**
 * The JSON Schema of what may be written to a record. Built from the field types; the server validates with
 * it, forms are made of the same property schemas.
 */

import type { Design, EntityModel, FieldModel } from '../design.ts';
import type { JsonSchema } from '../field-type.ts';
import { MAX_SUBFORM_ROWS } from '../field-types/subform/index.ts';
import { rowSelection, selects, type FieldSelection } from './selection.ts';

export type RecordMode = 'create' | 'update';

export interface RecordSchemaOptions {
  /** Fields that may be written; see selection.ts for rows of subforms. Read-only fields in it are ignored. */
  readonly fields: FieldSelection;
  /** `create`: required fields without a default must be there. `update`: only what is there is checked. */
  readonly mode: RecordMode;
}

/** Throws for an entity that is not in the design: asking for one is a bug. */
export function recordSchema(design: Design, entity: string, { fields, mode }: RecordSchemaOptions): JsonSchema {
  const written = writableFields(entityOf(design, entity), fields);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(written.map((field) => [field.key, propertySchema(design, field, { fields, mode })])),
    ...(mode === 'create' ? requiredList(written) : {}),
  };
}

/** Of one field: its value, or null unless it is required. */
export function propertySchema(design: Design, field: FieldModel, options: RecordSchemaOptions): JsonSchema {
  const schema = field.type.refersTo === 'rows' ? rowsSchema(design, field, options) : field.type.valueSchema(field.document, design);
  return field.document.required ? { ...schema, ...(schema['type'] === 'boolean' ? {} : { notBlank: true }) } : orNull(schema);
}

export function writableFields(entity: EntityModel, fields: FieldSelection | null): FieldModel[] {
  return [...entity.fields.values()].filter((field) => !field.readOnly && (fields === null || selects(fields, field.key)));
}

export function entityOf(design: Design, key: string): EntityModel {
  const entity = design.entities.get(key);
  if (!entity) throw new Error(`entity not in the design: ${key}`);
  return entity;
}

/**
 * The whole list of rows. When updating, a row with an id is one that exists, of which only what is given
 * changes; a row without is new.
 */
function rowsSchema(design: Design, field: FieldModel, { fields, mode }: RecordSchemaOptions): JsonSchema {
  const child = field.target === null ? undefined : design.entities.get(field.target);
  const selection = rowSelection(fields, field.key);
  const written = child ? writableFields(child, selection) : [];
  const required = requiredList(written);
  const properties = Object.fromEntries(written.map((own) => [own.key, propertySchema(design, own, { fields: selection ?? [], mode })]));
  const row: JsonSchema =
    mode === 'create'
      ? { type: 'object', additionalProperties: false, properties, ...required }
      : {
          type: 'object',
          additionalProperties: false,
          properties: { ...properties, id: { type: 'string', format: 'uuid' } },
          ...('required' in required ? { if: { required: ['id'] }, else: required } : {}),
        };
  return { type: 'array', maxItems: MAX_SUBFORM_ROWS, items: row };
}

function requiredList(fields: readonly FieldModel[]): JsonSchema {
  const required = fields.filter(({ document }) => document.required && (document.default === undefined || document.default === null)).map(({ key }) => key);
  return required.length > 0 ? { required } : {};
}

function orNull(schema: JsonSchema): JsonSchema {
  const values = schema['enum'];
  return { ...schema, type: [schema['type'], 'null'], ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}) };
}
