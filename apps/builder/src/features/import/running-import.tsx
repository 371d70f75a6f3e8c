/** An import under way: reading the file, writing the rows, or taking them back. It can be stopped. */

import { Button, Progress } from 'antd';
import { StopOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ImportView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { formatNumber } from '../../shared/fields/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useConfirm, useNotify } from '../../shared/ui/index.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

export function RunningImport({ view }: { view: ImportView }) {
  const t = useTexts(importTexts);
  const locale = useLocale();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const number = (count: number): string => formatNumber(String(count), locale);
  const total = view.status === 'undoing' ? view.imported : view.rows;
  const done = view.status === 'undoing' ? view.undone + view.notUndone : view.done;
  const percent = total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));
  const title = t(view.status === 'reading' ? 'reading' : view.status === 'undoing' ? 'undoing' : 'running');
  const cancel = useMutation({
    mutationFn: () => call(routes.cancelImport, { params: { id: view.id } }),
    onSuccess: (stopped) => client.setQueryData(['imports', view.id], stopped),
    onError: notify.failed,
  });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('cancelAsk'), text: t('cancelText'), action: t('cancelImport'), danger: true })) cancel.mutate();
  };
  return (
    <div className={styles.running} aria-live="polite">
      <h2 className={styles.runningTitle}>{title}</h2>
      <Progress percent={view.status === 'reading' ? 100 : percent} status="active" showInfo={view.status !== 'reading'} aria-label={title} />
      {view.status === 'reading' ? null : <p className="t-num">{t('progress', { done: number(done), total: number(total) })}</p>}
      <p className={styles.quiet}>{t('runningText')}</p>
      {view.status === 'undoing' ? null : (
        <Button className={styles.gapAbove} icon={<StopOutlined />} loading={cancel.isPending} onClick={() => void ask()}>
          {t('cancelImport')}
        </Button>
      )}
    </div>
  );
}
