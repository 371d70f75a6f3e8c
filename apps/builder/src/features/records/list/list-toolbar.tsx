/** Above the rows: views, search, filter, order, groups, columns. What they set goes into the address. */

import { useEffect, useRef, useState } from 'react';
import { Input } from 'antd';
import { SearchOutlined } from '@ant-design/icons';
import type { EntityDocument, ViewDocument } from '@tessera/contract';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useIsPhone } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import { ColumnsButton } from './columns-button.tsx';
import { FilterButton } from './filter-button.tsx';
import { GroupButton } from './group-button.tsx';
import { groupInAddress } from './grouping.ts';
import type { ColumnChoice, ListSearch } from './list-search.ts';
import { SaveViewButton } from './save-view.tsx';
import { SortButton } from './sort-button.tsx';
import type { ListState } from './view-draft.ts';
import styles from './list-toolbar.module.css';

interface ListToolbarProps {
  readonly entity: EntityDocument;
  readonly views: readonly ViewDocument[];
  readonly view: ViewDocument | undefined;
  readonly search: ListSearch;
  readonly onSearch: (change: Change) => void;
  readonly state: ListState;
  readonly choice: ColumnChoice;
  readonly onChoice: (choice: ColumnChoice) => void;
}

/** Undefined takes a part of the address away. */
type Change = { readonly [K in keyof ListSearch]?: ListSearch[K] | undefined };

export function ListToolbar({ entity, views, view, search, onSearch, state, choice, onChoice }: ListToolbarProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const isPhone = useIsPhone();
  const put = onSearch;
  const { columns } = state;
  return (
    <div className={styles.toolbar}>
      <div className={styles.left}>
        {views.length > 1 ? (
          <div className={styles.views} role="tablist" aria-label={t('views')}>
            {views.map((one) => (
              <button
                key={one.key}
                type="button"
                role="tab"
                aria-selected={one.key === view?.key}
                className={styles.view}
                onClick={() => put({ view: one.key === entity.key ? undefined : one.key, sort: undefined, group: undefined })}
              >
                {label(one.label)}
              </button>
            ))}
          </div>
        ) : null}
        {isPhone ? null : <SaveViewButton entity={entity} view={view} search={search} state={state} choice={choice} onSaved={(key) => { onChoice({}); put({ view: key === entity.key ? undefined : key, filter: undefined, sort: undefined, group: undefined }); }} />}
      </div>
      <div className={styles.tools}>
        <SearchBox entity={entity} text={search.q ?? ''} onText={(q) => put({ q: q || undefined })} />
        <FilterButton entity={entity} filter={search.filter} onFilter={(filter) => put({ filter })} />
        <SortButton entity={entity} columns={columns} sort={search.sort} viewSort={view?.sort} onSort={(sort) => put({ sort })} />
        {isPhone ? null : <GroupButton entity={entity} keys={state.groups} onGroup={(keys) => put({ group: groupInAddress(view, keys) })} />}
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
