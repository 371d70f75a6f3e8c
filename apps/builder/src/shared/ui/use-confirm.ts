import { useCallback } from 'react';
import { App } from 'antd';
import { commonTexts, useTexts } from '../i18n/index.ts';

interface Question {
  readonly title: string;
  readonly text?: string;
  /** The verb on the button: "Delete", not "OK". */
  readonly action: string;
  readonly danger?: boolean;
}

/** `if (await confirm({ title, text, action: t('delete'), danger: true })) …` */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp();
  const t = useTexts(commonTexts);
  return useCallback(
    ({ title, text, action, danger = false }) =>
      new Promise((resolve) => {
        modal.confirm({
          title,
          content: text,
          icon: null,
          centered: true,
          okText: action,
          okButtonProps: { danger },
          cancelText: t('cancel'),
          focusable: { autoFocusButton: danger ? 'cancel' : 'ok' },
          onOk: () => resolve(true),
          onCancel: () => resolve(false),
        });
      }),
    [modal, t],
  );
}
