/** The order of a list, by several fields: the first counts most. */

import { useState } from 'react';
import { Button, Segmented, Select } from 'antd';
import { ArrowUpOutlined, DeleteOutlined, SortAscendingOutlined } from '@ant-design/icons';
import type { EntityDocument, SortKey } from '@tessera/contract';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { recordTexts } from '../texts.ts';
import { isSortable } from './grid-head.tsx';
import { fieldOptions, useListFields } from './list-fields.ts';
import { MAX_SORT_KEYS, parseSort, writeSort, type ListColumn } from './list-search.ts';
import { moved } from './moved.ts';
import { ToolPanel } from './tool-panel.tsx';
import styles from './list-toolbar.module.css';

interface SortButtonProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly sort: string | undefined;
  readonly viewSort: readonly SortKey[] | undefined;
  readonly onSort: (sort: string | undefined) => void;
}

export function SortButton({ entity, sort, viewSort, onSort }: SortButtonProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const fields = useListFields(entity);
  const [open, setOpen] = useState(false);
  const keys = sort ? parseSort(sort) : [...(viewSort ?? [])];
  const put = (next: readonly SortKey[]): void => onSort(writeSort(next));
  const free = fieldOptions(fields, label, t('ownFields'), (field) => isSortable(field) && fields.isClear(field.key) && !field.encrypted && !keys.some((key) => key.field === field.key));
  const nameOf = (key: SortKey): string => label(fields.fieldOf(key.field)?.label) || key.field;
  return (
    <ToolPanel
      title={t('sort')}
      open={open}
      onOpenChange={setOpen}
      button={
        <Button icon={<SortAscendingOutlined />} className={sort ? styles.active : undefined} aria-expanded={open}>
          <span className={styles.buttonText}>{sort && keys.length > 1 ? t('sortCount', { count: keys.length }) : t('sort')}</span>
        </Button>
      }
    >
      <div className={styles.sortPanel}>
        {keys.length === 0 ? <p className={styles.quiet}>{t('sortNone')}</p> : null}
        {keys.map((key, index) => (
          <div key={key.field} className={styles.sortLine}>
            <span className={styles.sortName}>{nameOf(key)}</span>
            <Segmented
              size="small"
              aria-label={t('directionOf', { field: nameOf(key) })}
              value={key.desc ? 'desc' : 'asc'}
              options={[{ value: 'asc', label: t('ascending') }, { value: 'desc', label: t('descending') }]}
              onChange={(direction) => put(keys.map((one, at) => (at === index ? (direction === 'desc' ? { field: one.field, desc: true } : { field: one.field }) : one)))}
            />
            <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={t('moveUp', { name: nameOf(key) })} onClick={() => put(moved(keys, index, index - 1))} />
            <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('removeSort', { field: nameOf(key) })} onClick={() => put(keys.filter((_, at) => at !== index))} />
          </div>
        ))}
        {keys.length < MAX_SORT_KEYS ? (
          <Select<string | null>
            style={{ width: '100%' }}
            value={null}
            placeholder={t('addSort')}
            aria-label={t('addSort')}
            popupMatchSelectWidth={false}
            showSearch={{ optionFilterProp: 'label' }}
            options={free}
            onChange={(field: string | null) => field && put([...keys, { field }])}
          />
        ) : null}
        {sort ? (
          <Button type="text" size="small" onClick={() => onSort(undefined)}>
            {t('sortReset')}
          </Button>
        ) : null}
      </div>
    </ToolPanel>
  );
}
