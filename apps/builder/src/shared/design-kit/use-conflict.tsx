/** Two people saved the same document: the second chooses whose stays. */

import { useCallback } from 'react';
import { App, Button } from 'antd';
import { isApiError } from '../api/index.ts';
import { commonTexts, useTexts } from '../i18n/index.ts';
import { designTexts } from './design-texts.ts';

export const isVersionConflict = (error: unknown): boolean => isApiError(error) && error.status === 409 && error.code.endsWith('VERSION_CONFLICT');

export type ConflictChoice = 'reload' | 'overwrite' | 'cancel';

/** `const choice = await askConflict()` after a save was refused with a version conflict. */
export function useConflict(): () => Promise<ConflictChoice> {
  const { modal } = App.useApp();
  const t = useTexts(designTexts);
  const common = useTexts(commonTexts);
  return useCallback(
    () =>
      new Promise((resolve) => {
        const dialog = modal.confirm({
          title: t('conflictTitle'),
          content: t('conflictText'),
          icon: null,
          centered: true,
          width: 480,
          onCancel: () => choose('cancel'),
          footer: () => (
            <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 8, marginTop: 16 }}>
              <Button onClick={() => choose('cancel')}>{common('cancel')}</Button>
              <Button danger onClick={() => choose('overwrite')}>{t('conflictOverwrite')}</Button>
              <Button type="primary" onClick={() => choose('reload')}>{t('conflictReload')}</Button>
            </div>
          ),
        });
        const choose = (choice: ConflictChoice): void => {
          dialog.destroy();
          resolve(choice);
        };
      }),
    [modal, t, common],
  );
}
