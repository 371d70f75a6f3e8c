/** What happens to rows whose records are there already: how they are found, and whether likeness counts. */

import { Radio, Segmented, Select } from 'antd';
import type { EntityDocument, FieldDocument, ImportMapping } from '@tessera/contract';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { EXTERNAL_KEY, MAX_MATCH_FIELDS, isMatchMissing, matchFields, setDuplicates, setMatchBy, setMode, type ImportMode } from './mapping-draft.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

interface ModeSettingsProps {
  readonly entity: EntityDocument;
  readonly fields: readonly FieldDocument[];
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
}

const MODES: readonly ImportMode[] = ['create', 'update', 'upsert'];

export function ModeSettings({ entity, fields, mapping, onChange }: ModeSettingsProps) {
  const t = useTexts(importTexts);
  const label = useLabel();
  const mode = mapping.mode ?? 'create';
  const found = matchFields(mapping, fields);
  const hasRules = (entity.duplicateRules ?? []).length > 0;
  return (
    <section className={styles.mode} aria-label={t('mode')}>
      <div>
        <span className={styles.label}>{t('mode')}</span>
        <Segmented value={mode} options={MODES.map((value) => ({ value, label: t(`mode_${value}`) }))} onChange={(next) => onChange(setMode(mapping, next, found))} />
        <p className={styles.quiet}>{t(`mode_${mode}_hint`)}</p>
      </div>
      {mode === 'create' ? null : (
        <div>
          <label className={styles.label} htmlFor="match-by">
            {t('matchRecordsBy')}
          </label>
          <Select<string[]>
            id="match-by"
            mode="multiple"
            maxCount={MAX_MATCH_FIELDS}
            style={{ width: '100%' }}
            {...(isMatchMissing(mapping) ? { status: 'error' as const } : {})}
            value={[...(mapping.matchBy ?? [])]}
            placeholder={t('matchRecordsPlaceholder')}
            options={[{ value: EXTERNAL_KEY, label: t('match_externalKey') }, ...found.map((field) => ({ value: field.key, label: `${label(field.label)}${field.unique ? ` · ${t('uniqueField')}` : ''}` }))]}
            onChange={(next: string[]) => onChange(setMatchBy(mapping, next))}
          />
          <p className={styles.quiet} role={isMatchMissing(mapping) ? 'alert' : undefined} data-error={isMatchMissing(mapping) || undefined}>
            {isMatchMissing(mapping) ? t('matchMissing') : t('matchRecordsHint')}
          </p>
        </div>
      )}
      {hasRules ? (
        <div>
          <span className={styles.label}>{t('duplicates')}</span>
          <Radio.Group
            value={mapping.duplicates ?? 'refuse'}
            options={[{ value: 'refuse', label: t('duplicates_refuse') }, { value: 'import', label: t('duplicates_import') }]}
            onChange={(event) => onChange(setDuplicates(mapping, event.target.value as 'refuse' | 'import'))}
          />
        </div>
      ) : null}
    </section>
  );
}
