/** An entity's records: a grid on a desk, with or without groups; cards on a phone. */

import { useCallback, useMemo } from 'react';
import { Button } from 'antd';
import { InboxOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { EntityDocument } from '@tessera/contract';
import { isApiError } from '../../../shared/api/index.ts';
import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { EmptyState, EntityIcon, ErrorProblems, ListSkeleton, NotFoundPage, Page, PageHeader, useIsPhone } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import { useColumnChoice } from './column-choice.ts';
import type { ColumnActions } from './grid-head.tsx';
import { GroupedGrid } from './grouped-grid.tsx';
import { beginGroup, groupInAddress, groupsOf, MAX_GROUPS, writeGroup } from './grouping.ts';
import { ListActions } from './list-actions.tsx';
import { addSort, aggregatesOf, columnField, columnsOf, listQuery, nextSort, withAggregate, writeSort, type ListSearch } from './list-search.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { RecordCards } from './record-cards.tsx';
import { RecordGrid } from './record-grid.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { conditionOf, useRecordList } from './use-record-list.ts';
import { useSelection } from './use-selection.ts';
import styles from './record-grid.module.css';

export function RecordsPage() {
  const t = useTexts(recordTexts);
  const { entity: key } = useParams({ from: '/workspace/records/$entity' });
  const model = useWorkspaceModel();
  const entity = model.entity(key);
  if (!entity) return <NotFoundPage title={t('notFoundEntity')} />;
  // Another entity is another list: nothing of the old one may linger.
  return <RecordList key={key} entity={entity} />;
}

/** Undefined takes a part of the address away. */
type Change = { readonly [K in keyof ListSearch]?: ListSearch[K] | undefined };

function RecordList({ entity }: { entity: EntityDocument }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const isPhone = useIsPhone();
  const model = useWorkspaceModel();
  const navigate = useNavigate();
  const client = useQueryClient();
  const search = useSearch({ from: '/workspace/records/$entity' });
  const views = model.views(entity);
  const view = views.find((one) => one.key === search.view) ?? model.view(entity);
  const [choice, setChoice] = useColumnChoice(view?.key ?? entity.key);
  const columns = columnsOf(entity, view, choice, model.entity);
  const query = listQuery(entity, view, columns, search);
  const fieldOf = useCallback((path: string) => columnField(model.entity, entity, path), [model, entity]);
  const groups = useMemo(() => groupsOf(view, search.group).filter((key) => fieldOf(key.field)), [view, search.group, fieldOf]);
  const grouped = groups.length > 0 && !isPhone;
  const aggregates = aggregatesOf(view, choice);
  const { pages, rows, skipped, count } = useRecordList(entity.key, query, { keepAll: isPhone, enabled: !grouped });
  const { fetchNextPage, fetchPreviousPage, hasNextPage, hasPreviousPage, isFetchingNextPage, isFetchingPreviousPage, isFetchNextPageError, isFetchPreviousPageError } = pages;
  const question = JSON.stringify([entity.key, conditionOf(query)]);
  const selection = useSelection(question);

  const setSearch = (change: Change) =>
    void navigate({ to: '/records/$entity', params: { entity: entity.key }, search: (before) => ({ ...before, ...change }) as ListSearch, replace: true });
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const onNearStart = useCallback(() => {
    if (hasPreviousPage && !isFetchingPreviousPage && !isFetchPreviousPageError) void fetchPreviousPage();
  }, [hasPreviousPage, isFetchingPreviousPage, isFetchPreviousPageError, fetchPreviousPage]);

  const onJumpToStart = useCallback(() => void client.resetQueries({ queryKey: ['records', entity.key, 'list'] }), [client, entity.key]);

  /** A page mark can lose its validity; the list then starts again from its first page. */
  const loadAgain = () => (isApiError(pages.error, 'RECORD_CURSOR_INVALID') ? client.resetQueries({ queryKey: ['records', entity.key, 'list'] }) : isFetchPreviousPageError ? fetchPreviousPage() : fetchNextPage());

  const actions: ColumnActions = {
    onSort: (field, add) => setSearch({ sort: add ? addSort(query.sort ?? [], field) : nextSort(search.sort, field) }),
    onOrder: (field, desc) => setSearch({ sort: writeSort([desc ? { field, desc } : { field }]) }),
    onGroup: (field) => setSearch({ group: groupInAddress(view, [...groups.filter((key) => key.field !== field.key).slice(0, MAX_GROUPS - 1), beginGroup(field)]) }),
    onAggregate: (field, aggregate) => setChoice(withAggregate(view, choice, field, aggregate)),
    onHide: (field) => columns.length > 1 && setChoice({ ...choice, fields: columns.map((column) => column.field.key).filter((key) => key !== field) }),
    onResize: (field, width) => setChoice({ ...choice, widths: { ...choice.widths, [field]: Math.round(width) } }),
  };
  const failed = isFetchNextPageError || isFetchPreviousPageError;
  const footer = failed ? <Button size="small" onClick={() => void loadAgain()}>{t('loadFailed')}</Button> : isFetchingNextPage ? <ListSkeleton rows={2} /> : null;
  const filtered = Boolean(search.q || search.filter);
  const empty = grouped ? count === 0 : rows.length === 0;
  return (
    <Page
      width="full"
      fill={!isPhone}
      header={
        <PageHeader
          icon={<EntityIcon entity={entity} />}
          title={label(entity.labelPlural ?? entity.label)}
          beside={
            <span className="t-num" style={{ color: 'var(--t-text-3)', fontSize: 13, whiteSpace: 'nowrap' }} aria-live="polite">
              {count === undefined ? <span aria-label={t('counting')}>—</span> : t('count', { count })}
            </span>
          }
          actions={<ListActions entity={entity} view={view} query={query} count={count} />}
          below={<ListToolbar entity={entity} views={views} view={view} search={search} onSearch={setSearch} state={{ columns, query, groups, aggregates }} choice={choice} onChoice={setChoice} />}
        />
      }
    >
      {!grouped && pages.isError && rows.length === 0 ? (
        <div style={{ padding: 24 }}>
          <ErrorProblems error={pages.error} />
        </div>
      ) : !grouped && pages.isPending ? (
        <ListSkeleton rows={isPhone ? 6 : 12} />
      ) : empty ? (
        <NoRows entity={entity} filtered={filtered} onClear={() => setSearch({ q: undefined, filter: undefined })} />
      ) : isPhone ? (
        <RecordCards entity={entity} columns={columns} rows={rows} onNearEnd={onNearEnd} footer={footer} stale={pages.isPlaceholderData} />
      ) : (
        <div className={styles.stage}>
          {grouped ? (
            <GroupedGrid key={writeGroup(groups)} entity={entity} columns={columns} query={query} groups={groups} fieldOf={fieldOf} aggregates={aggregates} selection={selection} actions={actions} />
          ) : (
            <RecordGrid
              entity={entity}
              columns={columns}
              rows={rows}
              skipped={skipped}
              total={count}
              query={query}
              aggregates={aggregates}
              selection={selection}
              actions={actions}
              onNearEnd={onNearEnd}
              onNearStart={onNearStart}
              onJumpToStart={onJumpToStart}
              footer={footer}
              stale={pages.isPlaceholderData}
            />
          )}
          <SelectionBar key={question} entity={entity} selection={selection} query={query} matching={count} />
        </div>
      )}
    </Page>
  );
}

function NoRows({ entity, filtered, onClear }: { entity: EntityDocument; filtered: boolean; onClear: () => void }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const ability = useAbility();
  if (filtered) return <EmptyState icon={<SearchOutlined />} title={t('noMatch')} text={t('noMatchText')} actions={<Button onClick={onClear}>{t('clearFilters')}</Button>} />;
  const mayCreate = ability.can('create', entity.key);
  return (
    <EmptyState
      icon={<InboxOutlined />}
      title={t('emptyTitle', { entity: label(entity.labelPlural ?? entity.label) })}
      text={mayCreate ? t('emptyText') : t('emptyReadOnly')}
      actions={
        mayCreate ? (
          <Link to="/records/$entity/new" params={{ entity: entity.key }}>
            <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
              {t('create', { entity: label(entity.label) })}
            </Button>
          </Link>
        ) : null
      }
    />
  );
}
