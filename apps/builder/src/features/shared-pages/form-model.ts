/**
 * The schema and uiSchema of a public form as documents again: an entity of what it asks for, and one for the rows of each
 * table. What only the server knows (rules, formulas) it decides when the form is sent. Pure.
 */

import type { AppModel, EntityDocument, FieldDocument, FormDocument, LocalizedText } from '@tessera/contract';

const ENTITY = 'shared_form';

interface Schema {
  readonly title?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly maxLength?: number;
  readonly notBlank?: boolean;
}
type Ui = Readonly<Record<string, unknown>>;
interface Section {
  readonly key: string;
  readonly title: string;
  readonly columns: 1 | 2 | 3;
  readonly items: readonly { readonly field: string; readonly span: number }[];
}

export interface FormModel {
  readonly app: AppModel;
  readonly entity: EntityDocument;
  readonly form: FormDocument;
  /** `lines.quantity` for rows. */
  readonly writable: readonly string[];
}

export function formModel(schema: unknown, uiSchema: unknown): FormModel {
  const [root, ui] = [schema as Schema, uiSchema as Ui];
  const rows: EntityDocument[] = [];
  const writable: string[] = [];
  const entity = entityOf(ENTITY, root, ui, (key, field) => {
    const items = root.properties?.[key]?.items;
    if (field.type !== 'subform' || !items) {
      writable.push(key);
      return field;
    }
    const child = entityOf(`${ENTITY}_${key}`, items, ((ui[key] as Ui)['items'] ?? {}) as Ui);
    rows.push({ ...child, parent: ENTITY } as EntityDocument);
    writable.push(...child.fields.map((one) => `${key}.${one.key}`));
    return { ...field, options: { entity: child.key } } as FieldDocument;
  });
  const sections = ((ui['ui:sections'] ?? []) as readonly Section[]).map(({ title, items, ...section }) => ({ ...section, ...(title === '' ? {} : { title: words(title) }), items: items.map((item) => ({ ...item })) }));
  const form = { key: ENTITY, entity: ENTITY, label: words(ENTITY), sections } as FormDocument;
  return { app: { entities: [entity, ...rows], forms: [form], views: [], submittable: [] }, entity, form, writable };
}

function entityOf(key: string, schema: Schema, ui: Ui, finish: (key: string, field: FieldDocument) => FieldDocument = (_, field) => field): EntityDocument {
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) => finish(name, fieldOf(name, property, (ui[name] ?? {}) as Ui, schema.required?.includes(name) ?? false)));
  return { key, label: words(key), titleField: fields[0]?.key ?? '', fields } as EntityDocument;
}

function fieldOf(key: string, schema: Schema, ui: Ui, required: boolean): FieldDocument {
  const widget = String(ui['ui:widget']);
  const { choices, ...others } = (ui['ui:options'] ?? {}) as { readonly choices?: readonly { readonly label: string }[] } & Readonly<Record<string, unknown>>;
  const given = Object.fromEntries(Object.entries(others).filter(([name, value]) => name !== 'entity' && name !== 'columns' && value !== null));
  const options = {
    ...given,
    ...(choices ? { choices: choices.map((choice) => ({ ...choice, label: words(choice.label) })) } : {}),
    ...(schema.maxLength !== undefined && (widget === 'text' || widget === 'longText') ? { maxLength: schema.maxLength } : {}),
  };
  const help = ui['ui:help'];
  return {
    key,
    type: widget === 'table' ? 'subform' : widget,
    label: words(schema.title ?? key),
    ...(typeof help === 'string' ? { help: words(help) } : {}),
    ...(required || schema.notBlank ? { required: true } : {}),
    ...(Object.keys(options).length > 0 ? { options } : {}),
  } as FieldDocument;
}

/** The server has chosen the language already. */
const words = (text: string): LocalizedText => ({ en: text, 'zh-CN': text });
