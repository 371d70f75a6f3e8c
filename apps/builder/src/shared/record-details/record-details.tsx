import { Tooltip } from 'antd';
import { QuestionCircleOutlined } from '@ant-design/icons';
import { useWorkspaceModel } from '../app-model/index.ts';
import type { EntityDocument, FieldDocument, FormDocument, RecordView } from '@tessera/contract';
import { FieldValue, SYSTEM_FIELD_DOCUMENTS, fieldOf } from '../fields/index.ts';
import { explainTexts } from '../explain/texts.ts';
import { useLabel, useTexts } from '../i18n/index.ts';
import { useAbility } from '../session/index.ts';
import { RecordButton } from './record-button.tsx';
import { SubformTable } from './subform-table.tsx';
import styles from './record-details.module.css';

/** The fields in the layout of the entity's form, to read. */
interface RecordDetailsProps {
  readonly entity: EntityDocument;
  readonly record: RecordView;
  readonly form?: FormDocument;
  /** Asked why one can or cannot do something with a field. */
  readonly onExplain?: (field: string) => void;
}

export function RecordDetails({ entity, record, form, onExplain }: RecordDetailsProps) {
  const label = useLabel();
  const explain = useTexts(explainTexts);
  const ability = useAbility();
  const model = useWorkspaceModel();
  const sections = (form ?? model.form(entity)).sections
    .map((section) => ({ ...section, items: section.items.filter(({ field }) => fieldOf(entity, field) && ability.can('see', entity.key, field)) }))
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
              const unnamed = field.type === 'button' || (section.items.length === 1 && label(section.title) === label(field.label));
              return (
                <div key={key} className={styles.item} style={{ ['--span' as string]: Math.min(span, section.columns) }}>
                  <dt className={unnamed ? 't-visually-hidden' : undefined}>
                    {label(field.label)}
                    {onExplain && !unnamed ? (
                      <Tooltip title={explain('whyField')}>
                        <button type="button" className={styles.why} aria-label={`${label(field.label)}: ${explain('whyField')}`} onClick={() => onExplain(key)}>
                          <QuestionCircleOutlined />
                        </button>
                      </Tooltip>
                    ) : null}
                  </dt>
                  <dd>
                    {field.type === 'subform' ? (
                      <SubformTable entity={entity} field={field} record={record} />
                    ) : field.type === 'button' ? (
                      <RecordButton entity={entity} field={field} record={record} />
                    ) : (
                      <FieldValue field={field} value={value} mode="full" masked={record.masked?.includes(key)} record={{ entity: entity.key, id: record.id }} empty={<span className={styles.nothing}>—</span>} />
                    )}
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      ))}
      <SavedBy record={record} />
    </div>
  );
}

/** Who made the record and who changed it last. */
function SavedBy({ record: { values } }: { record: RecordView }) {
  const label = useLabel();
  return (
    <div className={styles.meta}>
      {SAVED.map(([at, by]) =>
        values[at.key] ? (
          <span key={at.key}>
            {label(at.label)} <FieldValue field={at} value={values[at.key]} />
            <FieldValue field={by} value={values[by.key]} />
          </span>
        ) : null,
      )}
    </div>
  );
}

const systemField = (key: string): FieldDocument => SYSTEM_FIELD_DOCUMENTS.find((field) => field.key === key)!;
const SAVED = [
  [systemField('created_at'), systemField('created_by')],
  [systemField('updated_at'), systemField('updated_by')],
] as const;
