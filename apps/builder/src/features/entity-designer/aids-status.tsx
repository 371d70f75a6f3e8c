/** How far the indexes and stored values of an entity are built: one quiet line, and none when all is ready. */

import { Tooltip } from 'antd';
import { LoadingOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { aidsProgress } from './aids-progress.ts';
import styles from './entity-designer.module.css';
import { entityTexts } from './texts.ts';

const POLL_MS = 2500;

export function AidsStatus({ entity }: { entity: string }) {
  const t = useTexts(entityTexts);
  const aids = useQuery({
    queryKey: ['design', 'aids'],
    queryFn: async ({ signal }) => (await call(routes.physicalAids, { signal })).items,
    refetchInterval: ({ state }) => (aidsProgress(state.data ?? [], null).building ? POLL_MS : false),
  });
  const { building, failed, percent } = aidsProgress(aids.data ?? [], entity);
  if (failed) {
    return (
      <Tooltip title={t('aidsFailedText')}>
        <span className={styles.aids} data-failed tabIndex={0}>
          <WarningOutlined /> {t('aidsFailed')}
        </span>
      </Tooltip>
    );
  }
  if (!building) return null;
  return (
    <Tooltip title={t('aidsText')}>
      <span className={styles.aids} aria-live="polite" tabIndex={0}>
        <LoadingOutlined /> {t('aids', { percent })}
      </span>
    </Tooltip>
  );
}
