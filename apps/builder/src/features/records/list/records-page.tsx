/** An entity's records: a grid on a desk, cards on a phone. */

import { useCallback } from 'react';
import { Button, Dropdown, Tooltip } from 'antd';
import { DownloadOutlined, ImportOutlined, InboxOutlined, MoreOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import type { EntityDocument } from '@tessera/contract';
import { callForFile, isApiError, routes, saveFile } from '../../../shared/api/index.ts';
import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { ActionButton, EmptyState, EntityIcon, ErrorProblems, ListSkeleton, NotFoundPage, Page, PageHeader, useIsPhone, useNotify } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import { useColumnChoice } from './column-choice.ts';
import { columnsOf, listQuery, nextSort, type ListQuery, type ListSearch } from './list-search.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { RecordCards } from './record-cards.tsx';
import { RecordGrid } from './record-grid.tsx';
import { useRecordList } from './use-record-list.ts';

export function RecordsPage() {
  const t = useTexts(recordTexts);
  const { entity: key } = useParams({ from: '/workspace/records/$entity' });
  const model = useWorkspaceModel();
  const entity = model.entity(key);
  if (!entity) return <NotFoundPage title={t('notFoundEntity')} />;
  // Another entity is another list: nothing of the old one may linger.
  return <RecordList key={key} entity={entity} />;
}

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
  const columns = columnsOf(entity, view, choice);
  const query = listQuery(entity, view, columns, search);
  const { pages, rows, count } = useRecordList(entity.key, query);
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = pages;

  const setSearch = (change: Partial<ListSearch>) =>
    void navigate({ to: '/records/$entity', params: { entity: entity.key }, search: (before) => ({ ...before, ...change }), replace: true });
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  /** A page mark can lose its validity; the list then starts again from its first page. */
  const loadAgain = () => (isApiError(pages.error, 'RECORD_CURSOR_INVALID') ? client.resetQueries({ queryKey: ['records', entity.key, 'list'] }) : fetchNextPage());

  const plural = label(entity.labelPlural ?? entity.label);
  const shared = {
    entity,
    columns,
    rows,
    onNearEnd,
    stale: pages.isPlaceholderData,
    footer: isFetchNextPageError ? <Button size="small" onClick={() => void loadAgain()}>{t('loadFailed')}</Button> : isFetchingNextPage ? <ListSkeleton rows={2} /> : null,
  };
  return (
    <Page
      width="full"
      fill={!isPhone}
      header={
        <PageHeader
          icon={<EntityIcon entity={entity} />}
          title={plural}
          beside={
            <span className="t-num" style={{ color: 'var(--t-text-3)', fontSize: 13, whiteSpace: 'nowrap' }} aria-live="polite">
              {count === undefined ? <span aria-label={t('counting')}>—</span> : t('count', { count })}
            </span>
          }
          actions={<ListActions entity={entity} query={query} />}
          below={<ListToolbar entity={entity} views={views} view={view} search={search} onSearch={setSearch} columns={columns} choice={choice} onChoice={setChoice} />}
        />
      }
    >
      {pages.isError && rows.length === 0 ? (
        <div style={{ padding: 24 }}>
          <ErrorProblems error={pages.error} />
        </div>
      ) : pages.isPending ? (
        <ListSkeleton rows={isPhone ? 6 : 12} />
      ) : rows.length === 0 ? (
        <NoRows entity={entity} filtered={Boolean(search.q || search.filter)} onClear={() => setSearch({ q: undefined, filter: undefined } as unknown as Partial<ListSearch>)} />
      ) : isPhone ? (
        <RecordCards {...shared} />
      ) : (
        <RecordGrid
          {...shared}
          total={count}
          sort={query.sort ?? []}
          onSort={(field) => setSearch({ sort: nextSort(search.sort, field) } as Partial<ListSearch>)}
          onResize={(field, width) => setChoice({ ...choice, widths: { ...choice.widths, [field]: Math.round(width) } })}
        />
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

function ListActions({ entity, query }: { entity: EntityDocument; query: ListQuery }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const ability = useAbility();
  const router = useRouter();
  const notify = useNotify();
  const isPhone = useIsPhone();
  const name = label(entity.label);
  const plural = label(entity.labelPlural ?? entity.label);
  const exporting = useMutation({
    mutationFn: () => callForFile(routes.exportRecords, { params: { entity: entity.key }, body: { fields: [...query.fields], ...(query.filter ? { filter: query.filter } : {}), ...(query.sort ? { sort: [...query.sort] } : {}), ...(query.search ? { search: query.search } : {}) } }),
    onSuccess: ({ blob, fileName }) => {
      const file = fileName ?? `${plural}.csv`;
      saveFile(blob, file);
      notify.done(t('exportDone', { name: file }));
    },
    onError: notify.failed,
  });
  const mayExport = ability.can('export', entity.key);
  const mayImport = ability.can('import', entity.key);
  const item = (text: string, reason: string | null) => (reason ? <Tooltip title={reason} placement="left"><span>{text}</span></Tooltip> : text);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'import', icon: <ImportOutlined />, label: item(t('import'), mayImport ? null : t('noImport', { entity: plural })), disabled: !mayImport, onClick: () => router.history.push(`/import?entity=${entity.key}`) },
            { key: 'export', icon: <DownloadOutlined />, label: item(t('export'), mayExport ? null : t('noExport', { entity: plural })), disabled: !mayExport || exporting.isPending, onClick: () => exporting.mutate() },
          ],
        }}
      >
        <Button icon={<MoreOutlined />} loading={exporting.isPending} aria-label={t('more')} />
      </Dropdown>
      <ActionButton type="primary" icon={<PlusOutlined />} reason={ability.can('create', entity.key) ? null : t('noCreate', { entity: name })} onClick={() => router.history.push(`/records/${entity.key}/new`)}>
        {isPhone ? null : t('create', { entity: name })}
      </ActionButton>
    </>
  );
}
