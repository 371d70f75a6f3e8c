/** Above the rows: views, search, filter, columns. What they set goes into the address. */

import { useEffect, useRef, useState } from 'react';
import { Button, Checkbox, Input, Popover } from 'antd';
import { FilterOutlined, SearchOutlined, TableOutlined } from '@ant-design/icons';
import type { EntityDocument, FieldDocument, Filter, ViewDocument } from '@tessera/contract';
import { allFields } from '../../../shared/fields/index.ts';
import { EMPTY_DRAFT, FilterBuilder, toDraft, toFilter, type FilterDraft } from '../../../shared/filter/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { useIsPhone } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import type { ColumnChoice, ListColumn, ListSearch } from './list-search.ts';
import styles from './list-toolbar.module.css';

interface ListToolbarProps {
  readonly entity: EntityDocument;
  readonly views: readonly ViewDocument[];
  readonly view: ViewDocument | undefined;
  readonly search: ListSearch;
  readonly onSearch: (change: Partial<ListSearch>) => void;
  readonly columns: readonly ListColumn[];
  readonly choice: ColumnChoice;
  readonly onChoice: (choice: ColumnChoice) => void;
}

export function ListToolbar({ entity, views, view, search, onSearch, columns, choice, onChoice }: ListToolbarProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const isPhone = useIsPhone();
  return (
    <div className={styles.toolbar}>
      {views.length > 1 ? (
        <div className={styles.views} role="tablist" aria-label={t('views')}>
          {views.map((one) => (
            <button
              key={one.key}
              type="button"
              role="tab"
              aria-selected={one.key === view?.key}
              className={styles.view}
              onClick={() => onSearch({ view: one.key === entity.key ? undefined : one.key, sort: undefined } as Partial<ListSearch>)}
            >
              {label(one.label)}
            </button>
          ))}
        </div>
      ) : (
        <span />
      )}
      <div className={styles.tools}>
        <SearchBox entity={entity} text={search.q ?? ''} onText={(q) => onSearch({ q: q || undefined } as Partial<ListSearch>)} />
        <FilterButton entity={entity} filter={search.filter} onFilter={(filter) => onSearch({ filter } as Partial<ListSearch>)} />
        {isPhone ? null : <ColumnsButton entity={entity} columns={columns} choice={choice} onChoice={onChoice} />}
      </div>
    </div>
  );
}

/** A search starts when typing rests. */
const PAUSE_MS = 260;

function SearchBox({ entity, text, onText }: { entity: EntityDocument; text: string; onText: (text: string) => void }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const [typed, setTyped] = useState(text);
  const [given, setGiven] = useState(text);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // The address can change without typing: the back button, "clear".
  if (given !== text) {
    setGiven(text);
    if (text !== typed.trim()) setTyped(text);
  }
  useEffect(() => () => clearTimeout(waiting.current), []);
  const type = (next: string, pause = PAUSE_MS) => {
    setTyped(next);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => onText(next.trim()), pause);
  };
  return (
    <Input
      className={styles.search}
      type="search"
      role="searchbox"
      prefix={<SearchOutlined style={{ color: 'var(--t-text-3)' }} />}
      placeholder={t('search')}
      aria-label={t('searchIn', { entity: label(entity.labelPlural ?? entity.label) })}
      allowClear
      maxLength={200}
      value={typed}
      onChange={(event) => type(event.target.value)}
      onPressEnter={() => type(typed, 0)}
    />
  );
}

function FilterButton({ entity, filter, onFilter }: { entity: EntityDocument; filter: Filter | undefined; onFilter: (filter: Filter | undefined) => void }) {
  const t = useTexts(recordTexts);
  const readable = useReadableFields(entity);
  // The name of a record is what people filter by first.
  const fields = [...readable].sort((a, b) => Number(b.key === entity.titleField) - Number(a.key === entity.titleField));
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<FilterDraft>(EMPTY_DRAFT);
  const parts = toDraft(filter)?.conditions.length ?? 1;
  return (
    <Popover
      open={open}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      onOpenChange={(next) => {
        if (next) setDraft(toDraft(filter) ?? EMPTY_DRAFT);
        setOpen(next);
      }}
      content={
        <div className={styles.filterPanel}>
          <FilterBuilder
            fields={fields}
            draft={draft}
            onChange={(next) => {
              setDraft(next);
              onFilter(toFilter(next));
            }}
          />
        </div>
      }
    >
      <Button icon={<FilterOutlined />} className={filter ? styles.active : undefined} aria-expanded={open}>
        <span className={styles.buttonText}>{filter ? t('filterCount', { count: parts }) : t('filter')}</span>
      </Button>
    </Popover>
  );
}

function ColumnsButton({ entity, columns, choice, onChoice }: { entity: EntityDocument; columns: readonly ListColumn[]; choice: ColumnChoice; onChoice: (choice: ColumnChoice) => void }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const fields = useReadableFields(entity).filter((field) => field.type !== 'subform');
  const shown = columns.map(({ field }) => field.key);
  const toggle = (field: FieldDocument, on: boolean) => {
    const next = on ? [...shown, field.key] : shown.filter((key) => key !== field.key);
    if (next.length > 0) onChoice({ ...choice, fields: next });
  };
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <div className={styles.columnsPanel}>
          <div className={styles.columnsList}>
            {fields.map((field) => (
              <Checkbox key={field.key} checked={shown.includes(field.key)} disabled={shown.length === 1 && shown[0] === field.key} onChange={(event) => toggle(field, event.target.checked)}>
                {label(field.label)}
              </Checkbox>
            ))}
          </div>
          <Button type="text" size="small" disabled={Object.keys(choice).length === 0} onClick={() => onChoice({})}>
            {t('columnsReset')}
          </Button>
        </div>
      }
    >
      <Button icon={<TableOutlined />}>
        <span className={styles.buttonText}>{t('columns')}</span>
      </Button>
    </Popover>
  );
}

function useReadableFields(entity: EntityDocument): readonly FieldDocument[] {
  const ability = useAbility();
  return allFields(entity).filter((field) => ability.can('read', entity.key, field.key));
}
