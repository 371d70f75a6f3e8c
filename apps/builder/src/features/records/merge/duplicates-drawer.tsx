/** Records like this one, by the duplicate rules; some of them can be merged into it. */

import { Suspense, lazy, useState } from 'react';
import { Button, Checkbox, Drawer, Tag } from 'antd';
import { CheckCircleOutlined, MergeCellsOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { EntityDocument, RecordView } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import styles from './duplicates-drawer.module.css';

const MergeDialog = lazy(async () => ({ default: (await import('./merge-dialog.tsx')).MergeDialog }));

export function DuplicatesDrawer({ entity, record, onClose }: { entity: EntityDocument; record: RecordView; onClose: () => void }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const router = useRouter();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [merging, setMerging] = useState(false);
  const compared = new Set((entity.duplicateRules ?? []).flatMap((rule) => rule.fields.map((part) => part.field)));
  const values = Object.fromEntries(Object.entries(record.values).filter(([key]) => compared.has(key)));
  const found = useQuery({
    queryKey: ['records', entity.key, 'duplicates', record.id, record.version],
    queryFn: ({ signal }) => call(routes.findDuplicates, { params: { entity: entity.key }, body: { values, id: record.id }, signal }),
  });
  const matches = new Map<string, { label: string; rules: string[] }>();
  for (const match of found.data?.items ?? []) {
    const known = matches.get(match.record.id);
    matches.set(match.record.id, { label: match.record.label, rules: [...(known?.rules ?? []), label(match.label)] });
  }
  return (
    <Drawer
      open
      size={440}
      title={t('duplicates')}
      onClose={onClose}
      footer={
        matches.size > 0 ? (
          <Button type="primary" icon={<MergeCellsOutlined />} disabled={chosen.length === 0 || chosen.length > 9} onClick={() => setMerging(true)}>
            {t('mergeChosen', { count: chosen.length })}
          </Button>
        ) : null
      }
    >
      {found.isError ? <ErrorProblems error={found.error} /> : found.isPending ? <ListSkeleton rows={3} /> : null}
      {found.isSuccess && matches.size === 0 ? <EmptyState small icon={<CheckCircleOutlined />} title={t('noDuplicates')} /> : null}
      <ul className={styles.list}>
        {[...matches].map(([id, match]) => (
          <li key={id}>
            <Checkbox checked={chosen.includes(id)} aria-label={t('selectRow', { title: match.label || t('untitled') })} onChange={(event) => setChosen(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))} />
            <span className={styles.match}>
              <Link to={`/records/${entity.key}/${id}` as string}>{match.label || t('untitled')}</Link>
              <span>
                {match.rules.map((rule) => (
                  <Tag key={rule}>{rule}</Tag>
                ))}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <Suspense>
        {merging ? (
          <MergeDialog
            entity={entity}
            ids={[record.id, ...chosen]}
            onDone={(kept) => {
              onClose();
              if (kept.id !== record.id) router.history.push(`/records/${entity.key}/${kept.id}`);
            }}
            onClose={() => setMerging(false)}
          />
        ) : null}
      </Suspense>
    </Drawer>
  );
}
