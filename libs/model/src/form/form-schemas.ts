/**
 * A form document as rjsf wants it: the property schemas the server validates with, and a uiSchema that names
 * our widgets (one a field type) and carries sections, read-only marks and widget options.
 *
 * Form data holds ids for relations and members; the widgets know the labels. Fields the actor can neither
 * read nor write are absent from both.
 */

import { textIn, type FormDocument, type Locale } from '@tessera/contract';
import type { Design, EntityModel, FieldModel } from '../design.ts';
import type { JsonSchema, ValueKind } from '../field-type.ts';
import { entityOf, propertySchema } from '../record/record-schema.ts';
import { rowSelection, selects, type FieldSelection } from '../record/selection.ts';

export interface FormSchemasOptions {
  /** Field keys; `lines.quantity` for rows of subforms (see record/selection.ts). */
  readonly readable: FieldSelection;
  readonly writable: FieldSelection;
  readonly locale: Locale;
}

export interface FormSchemas {
  readonly schema: JsonSchema;
  /** `ui:sections`: `{ key, title, columns, items: [{ field, span }] }[]`; `ui:order`; and one entry a field. */
  readonly uiSchema: Readonly<Record<string, unknown>>;
}

interface ShownField {
  readonly field: FieldModel;
  readonly locked: boolean;
}

export function formSchemas(design: Design, form: FormDocument, options: FormSchemasOptions): FormSchemas {
  const entity = entityOf(design, form.entity);
  const sections = form.sections
    .map((section) => ({
      key: section.key,
      title: textIn(section.title, options.locale),
      columns: section.columns,
      items: section.items.filter(({ field }) => entity.fields.has(field) && isShown(field, options)).map(({ field, span = 1, readOnly = false }) => ({ field, span: Math.min(span, section.columns), readOnly })),
    }))
    .filter(({ items }) => items.length > 0);
  const shown = sections.flatMap(({ items }) => items.flatMap(({ field, readOnly }) => shownField(entity, field, options, readOnly)));
  return {
    schema: objectOf(design, shown, options),
    uiSchema: {
      'ui:sections': sections.map(({ items, ...section }) => ({ ...section, items: items.map(({ field, span }) => ({ field, span })) })),
      'ui:order': [...new Set(shown.map(({ field }) => field.key)), '*'],
      ...uiOf(design, shown, options),
    },
  };
}

const isShown = (key: string, { readable, writable }: FormSchemasOptions): boolean => selects(readable, key) || selects(writable, key);

function shownField(entity: EntityModel, key: string, options: FormSchemasOptions, readOnly: boolean): ShownField[] {
  const field = entity.fields.get(key);
  return field ? [{ field, locked: readOnly || field.readOnly || !selects(options.writable, key) }] : [];
}

function objectOf(design: Design, shown: readonly ShownField[], options: FormSchemasOptions): JsonSchema {
  const required = shown.filter(({ field, locked }) => field.document.required && !locked).map(({ field }) => field.key);
  return {
    type: 'object',
    properties: Object.fromEntries(shown.map((item) => [item.field.key, schemaOf(design, item, options)])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function schemaOf(design: Design, { field, locked }: ShownField, options: FormSchemasOptions): JsonSchema {
  const title = textIn(field.document.label, options.locale);
  const child = childOf(design, field);
  if (child) {
    const required = field.document.required && !locked;
    const items = objectOf(design, rowFields(child, field, locked, options), rowOptions(field, options));
    return { title, type: required ? 'array' : ['array', 'null'], items, ...(required ? { notBlank: true } : {}) };
  }
  if (locked) return { title, ...shapeOnly(field.valueType.valueKind) };
  return { title, ...propertySchema(design, field, { fields: options.writable, mode: 'create' }) };
}

/** What is not written here is not judged here. */
function shapeOnly(kind: ValueKind): JsonSchema {
  switch (kind) {
    case 'boolean':
      return { type: ['boolean', 'null'] };
    case 'integer':
      return { type: ['integer', 'null'] };
    case 'textList':
    case 'uuidList':
      return { type: ['array', 'null'], items: { type: 'string' } };
    case 'json':
    case 'none':
      return {};
    default:
      return { type: ['string', 'null'] };
  }
}

function uiOf(design: Design, shown: readonly ShownField[], options: FormSchemasOptions): Record<string, unknown> {
  return Object.fromEntries(
    shown.map(({ field, locked }) => {
      const child = childOf(design, field);
      const rows = child ? rowFields(child, field, locked, options) : [];
      return [
        field.key,
        {
          'ui:widget': field.type.widget,
          'ui:options': { ...widgetOptions(field, options.locale), ...(child ? { columns: rows.map((row) => row.field.key) } : {}) },
          ...(field.document.help ? { 'ui:help': textIn(field.document.help, options.locale) } : {}),
          ...(locked ? { 'ui:readonly': true } : {}),
          ...(child ? { items: uiOf(design, rows, rowOptions(field, options)) } : {}),
        },
      ];
    }),
  );
}

/** A computed field is shown by its own widget, in the manner of its result (`as`). */
function widgetOptions(field: FieldModel, locale: Locale): Readonly<Record<string, unknown>> {
  const options = field.valueType.widgetOptions(field.valueDocument, locale);
  return field.computed ? { as: field.valueType.key, ...options } : options;
}

const childOf = (design: Design, field: FieldModel): EntityModel | undefined =>
  field.type.refersTo === 'rows' && field.target !== null ? design.entities.get(field.target) : undefined;

const rowOptions = (field: FieldModel, { readable, writable, locale }: FormSchemasOptions): FormSchemasOptions => ({
  readable: rowSelection(readable, field.key) ?? [],
  writable: rowSelection(writable, field.key) ?? [],
  locale,
});

function rowFields(child: EntityModel, field: FieldModel, locked: boolean, options: FormSchemasOptions): ShownField[] {
  const readable = rowSelection(options.readable, field.key);
  const writable = rowSelection(options.writable, field.key);
  const everyRead = readable === null && selects(options.readable, field.key);
  const everyWritten = writable === null && selects(options.writable, field.key);
  return [...child.fields.values()]
    .filter((own) => !own.system)
    .filter(({ key }) => everyRead || everyWritten || (readable ?? []).includes(key) || (writable ?? []).includes(key))
    .map((own) => ({ field: own, locked: locked || own.readOnly || !(everyWritten || (writable ?? []).includes(own.key)) }));
}
