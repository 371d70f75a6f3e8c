/** Which sheet of a workbook is read. Another one means reading the file again: a new import takes the place of this one. */

import { Select } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { ImportView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { useNotify } from '../../shared/ui/index.ts';
import { keepFile, keptFile } from './kept-files.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

export function SheetChoice({ view, isNew }: { view: ImportView; isNew: boolean }) {
  const t = useTexts(importTexts);
  const router = useRouter();
  const client = useQueryClient();
  const notify = useNotify();
  const file = keptFile(view.id);
  const read = useMutation({
    mutationFn: async (sheet: string) => {
      const { target } = view;
      const next = await call(routes.uploadImport, { query: { fileName: view.fileName, sheet, ...(target.kind === 'members' ? { members: true } : { entity: target.entity }) }, body: file! });
      keepFile(next.id, file!);
      await call(routes.cancelImport, { params: { id: view.id } }).catch(() => undefined);
      return next;
    },
    onSuccess: (next) => {
      client.setQueryData(['imports', next.id], next);
      router.history.replace(`/import/${next.id}${isNew ? '?new=true' : ''}`);
    },
    onError: notify.failed,
  });
  if (view.format !== 'xlsx' || view.sheets.length < 2) return null;
  return (
    <div className={styles.sheet}>
      <label className={styles.label} htmlFor="sheet">
        {t('sheet')}
      </label>
      <Select<string | null>
        id="sheet"
        className={styles.sheetSelect}
        value={view.sheet}
        loading={read.isPending}
        disabled={file === undefined || read.isPending}
        options={view.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
        onChange={(sheet: string | null) => sheet !== null && sheet !== view.sheet && read.mutate(sheet)}
      />
      {file === undefined ? <span className={styles.quiet}>{t('sheetAgain')}</span> : null}
    </div>
  );
}
