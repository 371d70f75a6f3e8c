import { Tag } from 'antd';
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReadingAlert } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { formatInstant } from '../../shared/fields/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { ActionButton, EmptyState, ErrorProblems, ListSkeleton, useNotify } from '../../shared/ui/index.ts';
import styles from './audit.module.css';
import { auditTexts } from './texts.ts';

export function AlertList() {
  const t = useTexts(auditTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const alerts = useQuery({ queryKey: ['audit', 'alerts'], queryFn: ({ signal }) => call(routes.readingAlerts, { signal }) });
  const lift = useMutation({
    mutationFn: (id: string) => call(routes.liftFreeze, { params: { id } }),
    onSuccess: async () => {
      notify.done(t('liftDone'));
      await client.invalidateQueries({ queryKey: ['audit'] });
    },
    onError: notify.failed,
  });
  if (alerts.isError) return <ErrorProblems error={alerts.error} />;
  if (alerts.isPending) return <ListSkeleton rows={3} />;
  if (alerts.data.items.length === 0) return <EmptyState icon={<SafetyCertificateOutlined />} title={t('noAlerts')} text={t('noAlertsText')} />;
  return (
    <ul className={styles.entries} aria-label={t('alerts')}>
      {alerts.data.items.map((alert) => (
        <AlertItem key={alert.id} alert={alert} lifting={lift.isPending && lift.variables === alert.id} onLift={() => lift.mutate(alert.id)} />
      ))}
    </ul>
  );
}

function AlertItem({ alert, lifting, onLift }: { alert: ReadingAlert; lifting: boolean; onLift: () => void }) {
  const t = useTexts(auditTexts);
  const locale = useLocale();
  const { workspace, member } = useSession();
  const when = (instant: string) => formatInstant(instant, locale, workspace.timeZone);
  return (
    <li className={styles.alert}>
      <div className={styles.alertText}>
        {t('alertLine', { name: alert.member.label, count: alert.records })}
        <div className={styles.time}>
          {when(alert.at)}
          {alert.liftedAt ? ` · ${t('lifted', { name: alert.liftedBy?.label ?? '', when: when(alert.liftedAt) })}` : ''}
        </div>
      </div>
      <Tag color={alert.frozen ? 'error' : 'warning'}>{t(alert.frozen ? 'frozen' : 'noticed')}</Tag>
      {alert.frozen ? <ActionButton loading={lifting} reason={alert.member.id === member.id ? t('liftOwn') : null} onClick={onLift}>{t('lift')}</ActionButton> : null}
    </li>
  );
}
