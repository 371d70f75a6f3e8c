/** Where an import starts: what the rows are, and the file. Below, what was imported before. */

import { useState } from 'react';
import { Select, Tag, Upload } from 'antd';
import { FileTextOutlined, InboxOutlined, LockOutlined, RightOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import type { ImportView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { formatAgo } from '../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useAbility } from '../../shared/session/index.ts';
import { EmptyState, ErrorProblems, Page, PageHeader } from '../../shared/ui/index.ts';
import { useTarget } from './target-name.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

const MEMBERS = '#members';
const NEW_TABLE = '#new';

export function ImportsPage() {
  const t = useTexts(importTexts);
  const label = useLabel();
  const router = useRouter();
  const client = useQueryClient();
  const ability = useAbility();
  const model = useWorkspaceModel();
  const search = useSearch({ from: '/workspace/import' });
  const entities = model.app.entities.filter((entity) => ability.can('import', entity.key));
  const people = ability.can('use', 'members');
  const mayDesign = ability.can('use', 'design');
  const [chosen, setChosen] = useState<string | null>(search.new === true && mayDesign ? NEW_TABLE : entities.some((entity) => entity.key === search.entity) ? (search.entity ?? null) : null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const target = chosen === NEW_TABLE ? {} : chosen === MEMBERS ? { members: true } : { entity: chosen! };
      return call(routes.uploadImport, { query: { fileName: file.name, ...target }, body: file });
    },
    onSuccess: (view) => {
      client.setQueryData(['imports', view.id], view);
      router.history.push(`/import/${view.id}`);
    },
  });
  if (entities.length === 0 && !people && !mayDesign) return <EmptyState icon={<LockOutlined />} title={t('nothingAllowed')} text={t('nothingAllowedText')} />;
  return (
    <Page width="reading" header={<PageHeader title={t('title')} subtitle={t('subtitle')} />}>
      <label className={styles.label} htmlFor="import-target">
        {t('target')}
      </label>
      <Select<string>
        id="import-target"
        className={styles.target}
        size="large"
        placeholder={t('targetPlaceholder')}
        value={chosen}
        onChange={(next: string) => {
          upload.reset();
          setChosen(next);
        }}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          ...(mayDesign ? [{ label: t('newTable'), options: [{ value: NEW_TABLE, label: t('newTableOption') }] }] : []),
          ...(entities.length > 0 ? [{ label: t('tables'), options: entities.map((entity) => ({ value: entity.key, label: label(entity.labelPlural ?? entity.label) })) }] : []),
          ...(people ? [{ label: t('people'), options: [{ value: MEMBERS, label: t('members') }] }] : []),
        ]}
      />
      <Upload.Dragger
        className={styles.drop}
        accept=".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        maxCount={1}
        showUploadList={false}
        disabled={!chosen || upload.isPending}
        beforeUpload={(file) => {
          upload.mutate(file as File);
          return false;
        }}
      >
        <InboxOutlined className={styles.dropIcon} spin={upload.isPending} />
        <p className={styles.dropTitle}>{upload.isPending ? upload.variables.name : t('drop')}</p>
        <p className={styles.dropHint}>{chosen ? t('dropHint') : t('chooseTargetFirst')}</p>
      </Upload.Dragger>
      {upload.error ? (
        <div className={styles.gapAbove}>
          <ErrorProblems error={upload.error} />
        </div>
      ) : null}
      <EarlierImports />
    </Page>
  );
}

function EarlierImports() {
  const t = useTexts(importTexts);
  const imports = useQuery({ queryKey: ['imports'], queryFn: ({ signal }) => call(routes.imports, { signal }) });
  if (!imports.data || imports.data.items.length === 0) return null;
  return (
    <section className={styles.earlier}>
      <h2 className={styles.heading}>{t('recent')}</h2>
      <ul className={styles.list}>
        {imports.data.items.map((one) => (
          <EarlierImport key={one.id} view={one} />
        ))}
      </ul>
    </section>
  );
}

const STATUS_COLORS = { reading: 'processing', mapping: 'default', running: 'processing', done: 'success', failed: 'error', cancelled: 'default', undoing: 'processing', undone: 'default' } as const;

function EarlierImport({ view }: { view: ImportView }) {
  const t = useTexts(importTexts);
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  const { name } = useTarget(view.target);
  return (
    <li>
      <Link to="/import/$id" params={{ id: view.id }} className={styles.item}>
        <FileTextOutlined className={styles.itemIcon} />
        <span className={styles.itemText}>
          <span className={styles.itemTitle}>{view.fileName}</span>
          <span className={styles.quiet}>
            {name} · {t('rows', { count: view.rows })} · {formatAgo(view.createdAt, now, locale)}
          </span>
        </span>
        {view.status === 'done' ? (
          <span className={styles.quiet}>
            {t('importedCount', { count: view.imported })}
            {view.refused > 0 ? ` · ${t('refusedCount', { count: view.refused })}` : ''}
          </span>
        ) : null}
        <Tag color={STATUS_COLORS[view.status]}>{t(`status_${view.status}`)}</Tag>
        <RightOutlined className={styles.chevron} />
      </Link>
    </li>
  );
}
