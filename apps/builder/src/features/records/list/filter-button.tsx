/** The filter of a list. The builder is loaded when it is first opened: it brings the compiler of designs. */

import { Suspense, lazy, useCallback, useState } from 'react';
import { Button } from 'antd';
import { FilterOutlined } from '@ant-design/icons';
import type { EntityDocument, Filter } from '@tessera/contract';
import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import { EMPTY_DRAFT, countConditions, toDraft, toFilter, type FilterDraft } from '../../../shared/filter/filter-draft.ts';
import { useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { ListSkeleton } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import { ToolPanel } from './tool-panel.tsx';
import styles from './list-toolbar.module.css';

const FilterBuilder = lazy(async () => ({ default: (await import('../../../shared/filter/filter-builder.tsx')).FilterBuilder }));

export function FilterButton({ entity, filter, onFilter }: { entity: EntityDocument; filter: Filter | undefined; onFilter: (filter: Filter | undefined) => void }) {
  const t = useTexts(recordTexts);
  const ability = useAbility();
  const model = useWorkspaceModel();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<FilterDraft>(EMPTY_DRAFT);
  const readable = useCallback((key: string, field: string) => (model.entity(key)?.parent ? true : ability.can('read', key, field)), [model, ability]);
  return (
    <ToolPanel
      title={t('filter')}
      open={open}
      onOpenChange={(next) => {
        if (next) setDraft(toDraft(filter));
        setOpen(next);
      }}
      button={
        <Button icon={<FilterOutlined />} className={filter ? styles.active : undefined} aria-expanded={open}>
          <span className={styles.buttonText}>{filter ? t('filterCount', { count: countConditions(toDraft(filter)) }) : t('filter')}</span>
        </Button>
      }
    >
      <div className={styles.filterPanel}>
        <Suspense fallback={<ListSkeleton rows={2} />}>
          <FilterBuilder
            entity={entity}
            entities={model.app.entities}
            readable={readable}
            draft={draft}
            onChange={(next) => {
              setDraft(next);
              onFilter(toFilter(next));
            }}
          />
        </Suspense>
      </div>
    </ToolPanel>
  );
}
