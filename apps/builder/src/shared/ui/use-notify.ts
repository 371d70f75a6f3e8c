import { useMemo } from 'react';
import { App } from 'antd';
import { ApiError } from '../api/index.ts';
import { commonTexts, useTexts } from '../i18n/index.ts';

/** Short news at the edge of the screen: `notify.done('Saved')`, `notify.failed(error)`. */
export function useNotify() {
  const { message, notification } = App.useApp();
  const t = useTexts(commonTexts);
  return useMemo(
    () => ({
      done: (text: string) => void message.success(text),
      failed: (error: unknown) => {
        const known = error instanceof ApiError;
        notification.error({
          title: known ? error.message : t('somethingWrong'),
          description: known ? [...error.fields.map((field) => field.message), error.hint].filter(Boolean).join(' ') : t('somethingWrongHint'),
          placement: 'bottomRight',
        });
      },
    }),
    [message, notification, t],
  );
}
