/**
 * How rjsf draws our forms: the antd theme, with our widgets for the field types and our own frame for
 * fields and sections. Sections come in `ui:sections` (libs/model formSchemas).
 */

import { withTheme, type ThemeProps } from '@rjsf/core';
import { Theme as AntdTheme } from '@rjsf/antd';
import type { FieldProps, FieldTemplateProps, ObjectFieldTemplateProps, RJSFSchema, UiSchema } from '@rjsf/utils';
import { fieldOf } from '../fields/index.ts';
import type { FieldWidgetProps, RecordFormContext } from './form-context.ts';
import type { FormValues } from './form-values.ts';
import { MaskedTextWidget } from './widgets/masked-text-widget.tsx';
import { MaskedWidget } from './widgets/masked-widget.tsx';
import { ReadOnlyWidget } from './widgets/read-only-widget.tsx';
import { CELL_WIDGETS } from './widgets/registry.ts';
import { TableWidget, type TableColumn } from './widgets/table-widget.tsx';
import styles from './record-form.module.css';

type OwnFieldProps = FieldProps<FormValues, RJSFSchema, RecordFormContext>;

const OWN_FIELD = 'tesseraField';

/** Every field is drawn by the widget of its type, whatever the shape of its value: rjsf itself would take lists and objects apart. */
export const withOwnFields = (uiSchema: UiSchema<FormValues, RJSFSchema, RecordFormContext>): UiSchema<FormValues, RJSFSchema, RecordFormContext> =>
  Object.fromEntries(Object.entries(uiSchema).map(([key, ui]) => [key, key.startsWith('ui:') ? ui : { ...(ui as object), 'ui:field': OWN_FIELD }]));

function OwnField(props: OwnFieldProps) {
  const shared = sharedProps(props);
  if (!shared) return null;
  const name = String(props.uiSchema?.['ui:widget']);
  if (name === 'table') return <RjsfTable {...props} shared={shared} />;
  const { id, field, label, readonly, context } = shared;
  const mask = context.masks.get(field.key);
  if (mask !== undefined) return <MaskedTextWidget id={id} text={mask} label={label} cell={false} readonly={readonly || name === 'formula'} onReplace={() => context.onReplace(field.key)} />;
  const Widget = CELL_WIDGETS[name] ?? ReadOnlyWidget;
  return shared.field.encrypted ? <MaskedWidget {...shared} Widget={Widget} /> : <Widget {...shared} />;
}

function sharedProps({ fieldPathId, name, formData, onChange, readonly, disabled, rawErrors, schema, registry }: OwnFieldProps): FieldWidgetProps | null {
  const context = registry.formContext;
  const field = fieldOf(context.entity, name);
  if (!field) return null;
  return {
    id: fieldPathId.$id,
    field,
    value: formData,
    // rjsf takes undefined for "no key at all"; ours is null, for "emptied".
    onChange: (next: unknown) => onChange((next === undefined ? null : next) as FormValues, fieldPathId.path),
    readonly: Boolean(readonly || disabled),
    invalid: Boolean(rawErrors?.length) || context.serverProblems.has(name) || [...context.localProblems.keys()].some((path) => path === name || path.startsWith(`${name}.`)),
    cell: false,
    label: schema.title ?? name,
    context,
    ...(name in context.live.values && !(field.published && context.masks.size > 0) ? { live: context.live.values[name] } : {}),
  };
}

function RjsfTable({ shared, schema, uiSchema, name }: OwnFieldProps & { readonly shared: FieldWidgetProps }) {
  const options = (uiSchema?.['ui:options'] ?? {}) as { readonly entity?: string; readonly columns?: readonly string[] };
  const child = shared.context.design.entities.get(options.entity ?? '');
  const rowUi = (uiSchema?.items ?? {}) as Readonly<Record<string, UiSchema>>;
  const required = ((schema.items as RJSFSchema | undefined)?.required ?? []) as readonly string[];
  const columns = (options.columns ?? []).flatMap((key): TableColumn[] => {
    const field = child?.fields.get(key)?.document;
    const ui = rowUi[key];
    return field && ui ? [{ field, widget: String(ui['ui:widget']), readonly: ui['ui:readonly'] === true, required: required.includes(key) }] : [];
  });
  return <TableWidget {...shared} columns={columns} problems={cellProblems(name, shared.context)} />;
}

/** Of the browser's validator and of the server, by place within the rows. */
function cellProblems(name: string, { serverProblems, localProblems }: RecordFormContext): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const prefix = `${name}.`;
  for (const problems of [serverProblems, localProblems]) for (const [path, message] of problems) if (path.startsWith(prefix)) found.set(path.slice(prefix.length), message);
  return found;
}

function FieldTemplate({ id, label, required, rawErrors = [], rawHelp, children, schema, uiSchema, registry, hidden }: FieldTemplateProps<FormValues, RJSFSchema, RecordFormContext>) {
  if (hidden) return <div hidden>{children}</div>;
  if (uiSchema?.['ui:sections']) return <>{children}</>;
  const name = id.replace(/^root_/, '');
  const server = registry.formContext.serverProblems.get(name);
  const problems = [...new Set([...rawErrors, ...innerProblems(name, uiSchema, registry.formContext), ...(server ? [server] : [])])];
  return (
    <div data-field={name}>
      <label className={uiSchema?.['ui:widget'] === 'button' ? 't-visually-hidden' : styles.label} htmlFor={id}>
        {label}
        {required || (schema.notBlank as boolean | undefined) ? <span className={styles.required} aria-hidden> *</span> : null}
      </label>
      {children}
      {problems.map((problem) => (
        <div key={problem} className={styles.problem} role="alert">
          {problem}
        </div>
      ))}
      {rawHelp ? <div className={styles.help}>{rawHelp}</div> : null}
    </div>
  );
}

/** What is wrong with it by its own rules, or inside of an address or a list; a table shows the latter at its cells. */
function innerProblems(name: string, uiSchema: UiSchema<FormValues, RJSFSchema, RecordFormContext> | undefined, { localProblems, serverProblems }: RecordFormContext): readonly string[] {
  if (uiSchema?.['ui:widget'] === 'table') return [localProblems.get(name)].flatMap((one) => one ?? []);
  return [...localProblems, ...serverProblems].flatMap(([path, message]) => (path === name || path.startsWith(`${name}.`) ? [message] : []));
}

interface UiSection {
  readonly key: string;
  readonly title: string;
  readonly columns: number;
  readonly items: readonly { readonly field: string; readonly span: number }[];
}

function ObjectFieldTemplate({ properties, schema, uiSchema }: ObjectFieldTemplateProps<FormValues, RJSFSchema, RecordFormContext>) {
  const sections = (uiSchema?.['ui:sections'] ?? []) as readonly UiSection[];
  const contents = new Map(properties.map(({ name, content }) => [name, content]));
  return (
    <>
      {sections.map((section) => (
        <section key={section.key} className={styles.section} data-alone={saysTheSame(section, schema) || undefined}>
          {section.title ? <h2 className={styles.sectionTitle}>{section.title}</h2> : null}
          <div className={styles.grid} data-columns={section.columns} style={{ ['--columns' as string]: section.columns }}>
            {section.items.map(({ field, span }) => (
              <div key={field} className={styles.item} style={{ ['--span' as string]: span }}>
                {contents.get(field)}
              </div>
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

/** A section with one field of its own name needs no second heading. */
function saysTheSame({ title, items }: UiSection, schema: RJSFSchema): boolean {
  const only = items.length === 1 ? schema.properties?.[items[0]!.field] : undefined;
  return typeof only === 'object' && only.title === title;
}

const theme: ThemeProps<FormValues, RJSFSchema, RecordFormContext> = {
  ...(AntdTheme as unknown as ThemeProps<FormValues, RJSFSchema, RecordFormContext>),
  fields: { [OWN_FIELD]: OwnField },
  templates: { ...(AntdTheme.templates as object), FieldTemplate, ObjectFieldTemplate } as NonNullable<ThemeProps<FormValues, RJSFSchema, RecordFormContext>['templates']>,
};

export const RjsfForm = withTheme<FormValues, RJSFSchema, RecordFormContext>(theme);
