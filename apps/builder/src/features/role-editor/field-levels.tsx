import { Segmented } from 'antd';
import { EditOutlined, EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import type { EntityDocument } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { FieldTypeIcon } from '../../shared/design-kit/index.ts';
import { allFields } from '../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import styles from './role-editor.module.css';
import type { EntityGrant, FieldLevel } from './role-matrix.ts';
import { roleTexts } from './texts.ts';

interface FieldLevelsProps {
  readonly entity: EntityDocument;
  readonly grant: EntityGrant;
  /** The role changes no record here: its fields are hidden or read. */
  readonly readsOnly: boolean;
  readonly onChange: (field: string, level: FieldLevel) => void;
}

/** Per field whether the role may not know it, read it, or write it too. Fields nobody writes are hidden or read. */
export function FieldLevels({ entity, grant, readsOnly, onChange }: FieldLevelsProps) {
  const t = useTexts(roleTexts);
  const label = useLabel();
  const fields = allFields(entity).filter((field) => field.key === 'owner' || entity.fields.includes(field));
  return (
    <div className={styles.levels}>
      <p className={styles.hint}>{t('fieldsHint')}</p>
      <ul>
        {fields.map((field) => {
          const computed = readsOnly || fieldType(field.type).readOnly;
          const level = grant.fields[field.key] ?? 'write';
          return (
            <li key={field.key} data-field={field.key} data-level={level}>
              <FieldTypeIcon type={field.type} />
              <span className={styles.levelName}>{label(field.label)}</span>
              <Segmented
                size="small"
                aria-label={t('fieldName', { field: label(field.label) })}
                value={computed && level === 'read' ? 'write' : level}
                options={[
                  { value: 'none', label: t('level_none'), icon: <EyeInvisibleOutlined /> },
                  ...(computed ? [] : [{ value: 'read', label: t('level_read'), icon: <EyeOutlined /> }]),
                  { value: 'write', label: t(computed ? 'level_read' : 'level_write'), icon: computed ? <EyeOutlined /> : <EditOutlined /> },
                ]}
                onChange={(next) => onChange(field.key, next as FieldLevel)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
