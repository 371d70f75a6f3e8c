import { Select } from 'antd';
import type { EntityDocument } from '@tessera/contract';
import { SettingRow } from '../../shared/design-kit/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import styles from './entity-designer.module.css';
import { mayNameRecords } from './entity-draft.ts';
import { EntityLookEditor } from './entity-look.tsx';
import { entityTexts } from './texts.ts';

export function EntitySettings({ draft, onChange }: { draft: EntityDocument; onChange: (draft: EntityDocument) => void }) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  return (
    <div className={styles.form}>
      <EntityLookEditor
        look={{ label: draft.label, labelPlural: draft.labelPlural, icon: draft.icon ?? 'appstore', color: draft.color ?? '#1677ff' }}
        onChange={({ labelPlural, ...look }) => {
          const { labelPlural: _before, ...others } = draft;
          onChange({ ...others, ...look, label: look.label ?? {}, ...(labelPlural ? { labelPlural } : {}) });
        }}
      />
      <SettingRow label={t('titleField')}>
        <Select
          value={draft.titleField}
          aria-label={t('titleField')}
          style={{ width: '100%' }}
          options={draft.fields.filter(mayNameRecords).map((field) => ({ value: field.key, label: label(field.label) }))}
          onChange={(titleField) => onChange({ ...draft, titleField })}
        />
      </SettingRow>
    </div>
  );
}
