/** Which sheet of a workbook is read. The server keeps the workbook for a day, and reads another sheet of it in the background. */

import { Select } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ImportView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { useNotify } from '../../shared/ui/index.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

export function SheetChoice({ view }: { view: ImportView }) {
  const t = useTexts(importTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const read = useMutation({
    mutationFn: (sheet: string) => call(routes.readSheet, { params: { id: view.id }, body: { sheet } }),
    onSuccess: (next) => {
      client.removeQueries({ queryKey: ['imports', next.id, 'proposal'] });
      client.setQueryData(['imports', next.id], next);
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
        disabled={read.isPending}
        options={view.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
        onChange={(sheet: string | null) => sheet !== null && sheet !== view.sheet && read.mutate(sheet)}
      />
    </div>
  );
}
