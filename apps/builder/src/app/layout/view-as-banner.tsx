/** Over everything while somebody looks through another's eyes: as whom, that nothing can be changed, and the way back. */

import { Button } from 'antd';
import { EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { useNotify } from '../../shared/ui/index.ts';
import { layoutTexts } from './texts.ts';
import styles from './workspace-layout.module.css';

export function ViewAsBanner() {
  const t = useTexts(layoutTexts);
  const { member, viewedBy } = useSession();
  const notify = useNotify();
  const stop = useMutation({
    mutationFn: () => call(routes.endViewAs),
    // From the ground, for nothing of what they saw may stay.
    onSuccess: () => window.location.assign('/members'),
    onError: notify.failed,
  });
  if (!viewedBy) return null;
  return (
    <div className={styles.viewAs} role="status">
      <EyeOutlined />
      <span className={styles.viewAsText}>{t('viewingAs', { name: member.name })}</span>
      <Button size="small" loading={stop.isPending} onClick={() => stop.mutate()}>
        {t('stopViewing')}
      </Button>
    </div>
  );
}
