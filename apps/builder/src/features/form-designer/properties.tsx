/** The settings of what is selected: a field and its place, a section, or the form itself. */

import { Alert, Segmented, Switch } from 'antd';
import type { EntityDocument } from '@tessera/contract';
import { FieldEditor, LocalizedInput, SettingRow } from '../../shared/design-kit/index.ts';
import { isSystemField } from '../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { changeField, changeItem, changeSection, entityWith, fieldOf, isNewField, placeOf } from './form-draft.ts';
import styles from './properties.module.css';
import { formTexts } from './texts.ts';
import type { FormDraftHandle } from './use-form-draft.ts';

interface PropertiesProps {
  readonly handle: FormDraftHandle;
  readonly entity: EntityDocument;
  readonly entities: readonly EntityDocument[];
}

export function Properties(props: PropertiesProps) {
  const { selection, draft } = props.handle;
  if (selection?.kind === 'field' && placeOf(draft.form, selection.key)) return <FieldProperties key={selection.key} {...props} fieldKey={selection.key} />;
  const section = selection?.kind === 'section' ? draft.form.sections.findIndex((candidate) => candidate.key === selection.key) : -1;
  return section >= 0 ? <SectionProperties key={section} {...props} index={section} /> : <FormProperties {...props} />;
}

function FieldProperties({ handle, entity, entities, fieldKey }: PropertiesProps & { fieldKey: string }) {
  const t = useTexts(formTexts);
  const label = useLabel();
  const { draft, change } = handle;
  const place = placeOf(draft.form, fieldKey)!;
  const section = draft.form.sections[place.section]!;
  const item = section.items[place.item]!;
  const field = fieldOf(draft, entity, fieldKey);
  const current = entityWith(draft, entity);
  return (
    <div className={styles.properties}>
      <h2 className={styles.title}>{t('propertiesField')}</h2>
      {section.columns > 1 ? (
        <SettingRow label={t('span')}>
          <Segmented
            block
            value={Math.min(item.span ?? 1, section.columns)}
            options={Array.from({ length: section.columns }, (_, index) => ({ value: index + 1, label: t('spanOf', { count: index + 1, columns: section.columns }) }))}
            onChange={(span) => change((before) => changeItem(before, fieldKey, { span: span === 1 ? undefined : Number(span) }))}
          />
        </SettingRow>
      ) : null}
      <label className={styles.toggle}>
        <Switch size="small" checked={item.readOnly ?? false} aria-label={t('readOnly')} onChange={(readOnly) => change((before) => changeItem(before, fieldKey, { readOnly: readOnly || undefined }))} />
        {t('readOnly')}
      </label>
      <hr className={styles.line} />
      {isSystemField(fieldKey) || !field ? (
        <p className={styles.hint}>
          <strong>{label(field?.label) || fieldKey}</strong>
          <br />
          {t('systemField')}
        </p>
      ) : (
        <>
          <FieldEditor strict field={field} entity={current} entities={entities.map((one) => (one.key === entity.key ? current : one))} onChange={(next) => change((before) => changeField(before, entity, next))} />
          {isNewField(draft, fieldKey) ? null : <Alert type="info" title={t('fieldEverywhere')} />}
        </>
      )}
    </div>
  );
}

function SectionProperties({ handle, index }: PropertiesProps & { index: number }) {
  const t = useTexts(formTexts);
  const section = handle.draft.form.sections[index]!;
  return (
    <div className={styles.properties}>
      <h2 className={styles.title}>{t('propertiesSection')}</h2>
      <SettingRow label={t('sectionTitle')}>
        <LocalizedInput name={t('sectionTitle')} value={section.title} onChange={(title) => handle.change((draft) => changeSection(draft, index, { title }))} />
      </SettingRow>
      <SettingRow label={t('columns')}>
        <Segmented block value={section.columns} options={[1, 2, 3]} onChange={(columns) => handle.change((draft) => changeSection(draft, index, { columns: Number(columns) }))} />
      </SettingRow>
    </div>
  );
}

function FormProperties({ handle }: PropertiesProps) {
  const t = useTexts(formTexts);
  const { form } = handle.draft;
  return (
    <div className={styles.properties}>
      <h2 className={styles.title}>{t('propertiesForm')}</h2>
      <SettingRow label={t('formLabel')}>
        <LocalizedInput name={t('formLabel')} value={form.label} onChange={(label) => handle.change((draft) => ({ ...draft, form: { ...draft.form, label: label ?? {} } }))} />
      </SettingRow>
      <p className={styles.hint}>{t('selectHint')}</p>
    </div>
  );
}
