import { useBlocker } from '@tanstack/react-router';
import { useTexts } from '../i18n/index.ts';
import { useConfirm } from '../ui/index.ts';
import { designTexts } from './design-texts.ts';

/** Asks before a page with unsaved changes is left, by a link or by closing the tab. */
export function useLeaveGuard(changed: boolean): void {
  const t = useTexts(designTexts);
  const confirm = useConfirm();
  useBlocker({
    disabled: !changed,
    enableBeforeUnload: () => changed,
    shouldBlockFn: async ({ current, next }) =>
      current.pathname !== next.pathname && !(await confirm({ title: t('leaveTitle'), text: t('leaveText'), action: t('leave'), danger: true })),
  });
}
