/** Asks before a page with unsaved changes is left, by a link, by going back or by closing the tab. */

import { useCallback, useRef } from 'react';
import { useBlocker } from '@tanstack/react-router';
import { defineTexts, useTexts } from '../i18n/index.ts';
import { useConfirm } from './use-confirm.ts';

const texts = defineTexts('leave-guard', {
  en: { title: 'Leave without saving?', text: 'What you entered is not saved yet.', leave: 'Leave' },
  'zh-CN': { title: '不保存就离开？', text: '您填写的内容尚未保存。', leave: '离开' },
});

/** Gives back `release`: call it right before leaving on purpose, after saving. */
export function useLeaveGuard(unsaved: boolean): () => void {
  const t = useTexts(texts);
  const confirm = useConfirm();
  const released = useRef(false);
  useBlocker({
    disabled: !unsaved,
    enableBeforeUnload: () => unsaved && !released.current,
    shouldBlockFn: async ({ current, next }) => {
      if (released.current || current.pathname === next.pathname) return false;
      return !(await confirm({ title: t('title'), text: t('text'), action: t('leave'), danger: true }));
    },
  });
  return useCallback(() => {
    released.current = true;
  }, []);
}
