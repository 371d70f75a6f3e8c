/** One record: who it is, its facts, what belongs to it, what happened to it. */

import { Suspense, lazy, useMemo, useState } from 'react';
import { Dropdown, Tabs, Tooltip, Button } from 'antd';
import { CopyOutlined, DeleteOutlined, EditOutlined, MoreOutlined, QuestionCircleOutlined, SendOutlined, ShareAltOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import type { EntityDocument, RecordView } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { useWorkspaceModel, type IncomingRelation } from '../../../shared/app-model/index.ts';
import { FieldValue, allFields, isEmptyValue, refLabel } from '../../../shared/fields/index.ts';
import { explainTexts } from '../../../shared/explain/texts.ts';
import { shareTexts } from '../../../shared/share-dialog/texts.ts';
import { commonTexts, useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { RecordDetails } from '../../../shared/record-details/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { ActionButton, EntityIcon, ErrorPage, NotFoundPage, Page, PageHeader, PageSkeleton, useConfirm, useIsPhone, useNotify } from '../../../shared/ui/index.ts';
import { recordQuery, recordSaved } from '../record-queries.ts';
import { recordTexts } from '../texts.ts';
import { RecordHistory } from './record-history.tsx';
import { RecordProcesses } from './record-processes.tsx';
import { RelatedList } from './related-list.tsx';
import styles from './record-page.module.css';

const DuplicatesDrawer = lazy(async () => ({ default: (await import('../merge/duplicates-drawer.tsx')).DuplicatesDrawer }));

const ExplainDialog = lazy(async () => ({ default: (await import('../../../shared/explain/explain-dialog.tsx')).ExplainDialog }));

const ShareDialog = lazy(async () => ({ default: (await import('../../../shared/share-dialog/share-dialog.tsx')).ShareDialog }));

const KEY_FACTS = 5;
/** Too large for the head of a page, or nothing to read. */
const NO_FACTS: ReadonlySet<string> = new Set(['longText', 'richText', 'subform', 'file', 'image', 'signature', 'button']);

export function RecordPage() {
  const t = useTexts(recordTexts);
  const { entity: key, id } = useParams({ from: '/workspace/records/$entity/$id' });
  const entity = useWorkspaceModel().entity(key);
  const record = useQuery({ ...recordQuery(key, id), enabled: entity !== undefined });
  if (!entity) return <NotFoundPage title={t('notFoundEntity')} />;
  if (record.isError) return <ErrorPage error={record.error} onRetry={() => void record.refetch()} />;
  if (record.isPending) return <PageSkeleton />;
  return <RecordSheet key={id} entity={entity} record={record.data} />;
}

function RecordSheet({ entity, record }: { entity: EntityDocument; record: RecordView }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const navigate = useNavigate();
  const { tab = 'details' } = useSearch({ from: '/workspace/records/$entity/$id' });
  const model = useWorkspaceModel();
  const ability = useAbility();
  const [asking, setAsking] = useState<{ readonly field?: string } | null>(null);
  const related = useMemo(() => model.pointingTo(entity.key).filter((relation) => ability.can('read', relation.entity.key, relation.field.key)), [model, entity.key, ability]);
  const title = refLabel(record.values[entity.titleField]) || t('untitled');
  const plural = label(entity.labelPlural ?? entity.label);
  const tabs = [
    { key: 'details', label: t('details'), content: () => <RecordDetails entity={entity} record={record} onExplain={(field) => setAsking({ field })} /> },
    ...related.map((relation) => ({ key: tabOf(relation), label: relatedTitle(relation), content: () => <RelatedList relation={relation} record={{ id: record.id, label: title }} /> })),
    { key: 'history', label: t('history'), content: () => <RecordHistory entity={entity} id={record.id} /> },
    { key: 'processes', label: t('processes'), content: () => <RecordProcesses entity={entity} id={record.id} /> },
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;

  /** Two relations of one entity to this one need telling apart. */
  function relatedTitle({ entity: other, field }: IncomingRelation): string {
    const name = label(other.labelPlural ?? other.label);
    return related.filter((one) => one.entity.key === other.key).length > 1 || other.key === entity.key ? `${name} · ${label(field.label)}` : name;
  }

  return (
    <Page
      width="wide"
      header={
        <PageHeader
          icon={<EntityIcon entity={entity} size={36} />}
          above={
            <Link to="/records/$entity" params={{ entity: entity.key }}>
              {plural}
            </Link>
          }
          title={title}
          actions={<RecordActions entity={entity} record={record} title={title} onExplain={() => setAsking({})} />}
          below={
            <Tabs
              className={styles.tabs}
              activeKey={open.key}
              items={tabs.map(({ key, label: name }) => ({ key, label: name }))}
              onChange={(next) => void navigate({ to: '.', search: next === 'details' ? {} : { tab: next }, replace: true })}
            />
          }
        />
      }
    >
      {open.key === 'details' ? <KeyFacts entity={entity} record={record} /> : null}
      {open.content()}
      <Suspense>{asking ? <ExplainDialog entities={[entity]} field={asking.field} record={{ id: record.id, label: title }} onClose={() => setAsking(null)} /> : null}</Suspense>
    </Page>
  );
}

const tabOf = ({ entity, field }: IncomingRelation): string => `${entity.key}.${field.key}`;

/** What the list shows first is what people recognise a record by. */
function KeyFacts({ entity, record }: { entity: EntityDocument; record: RecordView }) {
  const label = useLabel();
  const view = useWorkspaceModel().view(entity);
  const fields = allFields(entity);
  const facts = (view?.columns ?? [])
    .flatMap((column) => fields.filter((field) => field.key === column.field))
    .filter((field) => field.key !== entity.titleField && !NO_FACTS.has(field.type) && !isEmptyValue(record.values[field.key]))
    .slice(0, KEY_FACTS);
  if (facts.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {facts.map((field) => (
        <div key={field.key} className={styles.fact}>
          <dt>{label(field.label)}</dt>
          <dd>
            <FieldValue field={field} value={record.values[field.key]} masked={record.masked?.includes(field.key)} record={{ entity: entity.key, id: record.id }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function RecordActions({ entity, record, title, onExplain }: { entity: EntityDocument; record: RecordView; title: string; onExplain: () => void }) {
  const t = useTexts(recordTexts);
  const explain = useTexts(explainTexts);
  const share = useTexts(shareTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const ability = useAbility();
  const router = useRouter();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const isPhone = useIsPhone();
  const submission = useWorkspaceModel().submission(entity.key);
  const [comparing, setComparing] = useState(false);
  const [sharing, setSharing] = useState(false);
  const hasRules = (entity.duplicateRules ?? []).length > 0;
  const mayUpdate = record.can?.update ?? ability.can('update', entity.key);
  const mayDelete = record.can?.delete ?? ability.can('delete', entity.key);

  const remove = useMutation({
    mutationFn: () => call(routes.deleteRecord, { params: { entity: entity.key, id: record.id }, query: { version: record.version } }),
    onSuccess: async () => {
      notify.done(t('deleted'));
      router.history.replace(`/records/${entity.key}`);
      client.removeQueries({ queryKey: recordQuery(entity.key, record.id).queryKey });
      await client.invalidateQueries({ queryKey: ['records'], refetchType: 'active' });
    },
    onError: notify.failed,
  });
  const submit = useMutation({
    mutationFn: () => call(routes.updateRecord, { params: { entity: entity.key, id: record.id }, body: { version: record.version, values: {}, submit: true } }),
    onSuccess: async (saved) => {
      notify.done(t('submitted'));
      await recordSaved(client, entity.key, saved);
    },
    onError: async (error) => {
      notify.failed(error);
      await client.invalidateQueries({ queryKey: recordQuery(entity.key, record.id).queryKey });
    },
  });
  const askDelete = async () => {
    if (await confirm({ title: t('deleteAsk', { title }), text: t('deleteText'), action: common('delete'), danger: true })) remove.mutate();
  };
  const askSubmit = async () => {
    const process = label(submission?.label);
    if (await confirm({ title: t('submitAsk', { title }), text: t('submitText', { process }), action: t('submit') })) submit.mutate();
  };

  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'duplicates',
              icon: <CopyOutlined />,
              disabled: !hasRules,
              label: hasRules ? t('findDuplicates') : <Tooltip title={t('noDuplicateRules')} placement="left"><span>{t('findDuplicates')}</span></Tooltip>,
              onClick: () => setComparing(true),
            },
            ...(ability.can('share', entity.key) && !entity.parent ? [{ key: 'share', icon: <ShareAltOutlined />, label: share('share'), onClick: () => setSharing(true) }] : []),
            { key: 'why', icon: <QuestionCircleOutlined />, label: explain('why'), onClick: onExplain },
            {
              key: 'delete',
              danger: true,
              icon: <DeleteOutlined />,
              disabled: !mayDelete,
              label: mayDelete ? common('delete') : <Tooltip title={t('noDelete')} placement="left"><span>{common('delete')}</span></Tooltip>,
              onClick: () => void askDelete(),
            },
          ],
        }}
      >
        <Button icon={<MoreOutlined />} aria-label={t('more')} loading={remove.isPending} />
      </Dropdown>
      {submission ? (
        <ActionButton icon={<SendOutlined />} loading={submit.isPending} reason={mayUpdate ? null : t('noUpdate')} onClick={() => void askSubmit()}>
          {isPhone ? null : t('submit')}
        </ActionButton>
      ) : null}
      <ActionButton type="primary" icon={<EditOutlined />} reason={mayUpdate ? null : t('noUpdate')} onClick={() => router.history.push(`/records/${entity.key}/${record.id}/edit`)}>
        {isPhone ? null : common('edit')}
      </ActionButton>
      <Suspense>{sharing ? <ShareDialog shared={{ kind: 'record', entity, name: title, record: record.id }} onClose={() => setSharing(false)} /> : null}</Suspense>
      <Suspense>{comparing ? <DuplicatesDrawer entity={entity} record={record} onClose={() => setComparing(false)} /> : null}</Suspense>
    </>
  );
}
