/** Files that are being written in the background, and those that are ready. */

import { useState } from 'react';
import { Button, Drawer } from 'antd';
import { DownloadOutlined, LoadingOutlined, StopOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ExportView } from '@tessera/contract';
import { call, callForFile, routes, saveFile } from '../../../shared/api/index.ts';
import { formatAgo, formatNumber } from '../../../shared/fields/index.ts';
import { useLocale, useTexts } from '../../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton, useNotify } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import styles from './drawer-list.module.css';

const POLL_MS = 1000;
const isUnderWay = (one: ExportView): boolean => one.status === 'waiting' || one.status === 'running';

export function ExportsDrawer({ onClose }: { onClose: () => void }) {
  const t = useTexts(recordTexts);
  const exports = useQuery({
    queryKey: ['exports'],
    queryFn: async ({ signal }) => (await call(routes.exports, { signal })).items,
    refetchInterval: ({ state }) => ((state.data ?? []).some(isUnderWay) ? POLL_MS : false),
  });
  return (
    <Drawer open size={440} title={t('exports')} onClose={onClose}>
      {exports.isError ? <ErrorProblems error={exports.error} /> : exports.isPending ? <ListSkeleton rows={3} /> : null}
      {exports.data?.length === 0 ? <EmptyState small icon={<DownloadOutlined />} title={t('noExports')} /> : null}
      <ul className={styles.list}>
        {(exports.data ?? []).map((one) => (
          <ExportRow key={one.id} one={one} />
        ))}
      </ul>
    </Drawer>
  );
}

function ExportRow({ one }: { one: ExportView }) {
  const t = useTexts(recordTexts);
  const locale = useLocale();
  const notify = useNotify();
  const queries = useQueryClient();
  const [now] = useState(() => Date.now());
  const download = useMutation({
    mutationFn: () => callForFile(routes.exportFile, { params: { id: one.id } }),
    onSuccess: ({ blob, fileName }) => saveFile(blob, fileName ?? one.fileName),
    onError: notify.failed,
  });
  const cancel = useMutation({
    mutationFn: () => call(routes.cancelExport, { params: { id: one.id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exports'] }),
    onError: notify.failed,
  });
  const rows = t('rows', { count: one.rows });
  return (
    <li className={styles.item}>
      <span className={styles.text}>
        <span className={styles.title}>{one.fileName}</span>
        <span className={styles.quiet} aria-live={isUnderWay(one) ? 'polite' : undefined}>
          {isUnderWay(one) ? <LoadingOutlined /> : null} {t(`export_${one.status}`)} · {rows}
          {one.size === null ? '' : ` · ${sizeText(one.size, locale)}`} · {formatAgo(one.createdAt, now, locale)}
        </span>
        {one.problem ? <span className={styles.problem}>{one.problem}</span> : null}
      </span>
      {one.status === 'done' ? (
        <Button size="small" type="primary" icon={<DownloadOutlined />} loading={download.isPending} aria-label={t('downloadFile', { name: one.fileName })} onClick={() => download.mutate()}>
          {t('download')}
        </Button>
      ) : isUnderWay(one) ? (
        <Button size="small" icon={<StopOutlined />} loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('cancelExport')}
        </Button>
      ) : null}
    </li>
  );
}

function sizeText(bytes: number, locale: 'en' | 'zh-CN'): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${formatNumber(kilobytes.toFixed(0), locale)} KB` : `${formatNumber((kilobytes / 1024).toFixed(1), locale)} MB`;
}
