import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import type { EntityDocument, FormDocument, RecordView } from '@tessera/contract';
import { FieldValue, fieldOf } from '../../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { recordTexts } from '../texts.ts';
import { SubformTable } from './subform-table.tsx';
import styles from './record-page.module.css';

/** The fields in the layout of the entity's form, to read. */
export function RecordDetails({ entity, record, form }: { entity: EntityDocument; record: RecordView; form?: FormDocument }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const ability = useAbility();
  const model = useWorkspaceModel();
  const sections = (form ?? model.form(entity)).sections
    .map((section) => ({ ...section, items: section.items.filter(({ field }) => fieldOf(entity, field) && ability.can('read', entity.key, field)) }))
    .filter((section) => section.items.length > 0);
  return (
    <div className={styles.details}>
      {sections.map((section) => (
        <section key={section.key} className={styles.section}>
          {section.title ? <h2 className={styles.sectionTitle}>{label(section.title)}</h2> : null}
          <dl className={styles.grid} data-columns={section.columns} style={{ ['--columns' as string]: section.columns }}>
            {section.items.map(({ field: key, span = 1 }) => {
              const field = fieldOf(entity, key)!;
              const value = record.values[key];
              const alone = section.items.length === 1 && label(section.title) === label(field.label);
              return (
                <div key={key} className={styles.item} style={{ ['--span' as string]: Math.min(span, section.columns) }}>
                  <dt className={alone ? 't-visually-hidden' : undefined}>{label(field.label)}</dt>
                  <dd>{field.type === 'subform' ? <SubformTable entity={entity} field={field} record={record} /> : <FieldValue field={field} value={value} mode="full" empty={<span className={styles.nothing}>—</span>} />}</dd>
                </div>
              );
            })}
          </dl>
        </section>
      ))}
      <SavedBy record={record} />
    </div>
  );

  function SavedBy({ record: { values } }: { record: RecordView }) {
    return (
      <div className={styles.meta} aria-label={t('history')}>
        {(['created', 'updated'] as const).map((event) =>
          values[`${event}_at`] ? (
            <span key={event}>
              {label(fieldOf(entity, `${event}_at`)?.label)} <FieldValue field={fieldOf(entity, `${event}_at`)!} value={values[`${event}_at`]} />
              <FieldValue field={fieldOf(entity, `${event}_by`)!} value={values[`${event}_by`]} />
            </span>
          ) : null,
        )}
      </div>
    );
  }
}
