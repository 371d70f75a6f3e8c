/** A condition among the settings of a field: written in place, not there at all until somebody wants one. */

import { useState } from 'react';
import { Button } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import type { EntityDocument, Filter } from '@tessera/contract';
import { FilterBuilder, hasGaps, toDraft, toFilter } from '../../filter/index.ts';
import { useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { SettingRow } from './option-editor.tsx';
import styles from './option-editor.module.css';

interface ConditionSettingProps {
  readonly label: string;
  readonly hint: string;
  readonly add: string;
  /** Whose records must meet it. */
  readonly entity: EntityDocument;
  readonly entities: readonly EntityDocument[];
  readonly value: Filter | undefined;
  readonly onChange: (filter: Filter | undefined) => void;
  readonly record?: EntityDocument;
}

export function ConditionSetting({ label, hint, add, entity, entities, value, onChange, record }: ConditionSettingProps) {
  const t = useTexts(designTexts);
  const [draft, setDraft] = useState(() => toDraft(value));
  const [open, setOpen] = useState(value !== undefined);
  if (!open) {
    return (
      <div>
        <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
          {add}
        </Button>
      </div>
    );
  }
  return (
    <SettingRow label={label} hint={hint} error={hasGaps(draft) ? t('conditionGaps') : undefined}>
      <div className={styles.condition}>
        <FilterBuilder
          entity={entity}
          entities={entities}
          draft={draft}
          none={t('conditionNone')}
          {...(record ? { record } : {})}
          onChange={(next) => {
            setDraft(next);
            onChange(toFilter(next));
          }}
        />
      </div>
    </SettingRow>
  );
}
