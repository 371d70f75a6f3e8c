/** What the workspace asks of its people's accounts, and from when their reading is unusual. Administrators change it, managers look. */

import { Alert, Form, InputNumber, Radio } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ADMIN_ROLE, type SecuritySettings } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { ActionButton, ErrorPage, ErrorProblems, Page, PageHeader, PageSkeleton, useFormProblems, useLeaveGuard, useNotify } from '../../shared/ui/index.ts';
import { sessionQuery } from '../../shared/session/index.ts';
import styles from './security.module.css';
import { securityTexts } from './texts.ts';

const NAMES = ['passwordLength', 'totp', 'idleMinutes', 'sessionHours', 'readingAlert', 'readingFreeze'] as const satisfies readonly (keyof SecuritySettings)[];

export function SecurityPage() {
  const settings = useQuery({ queryKey: ['security'], queryFn: ({ signal }) => call(routes.securitySettings, { signal }), refetchOnWindowFocus: false });
  if (settings.isError) return <ErrorPage error={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.isPending) return <PageSkeleton />;
  return <Settings settings={settings.data} />;
}

function Settings({ settings }: { settings: SecuritySettings }) {
  const t = useTexts(securityTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const isAdmin = useSession().member.roles.includes(ADMIN_ROLE);
  const [form] = Form.useForm<SecuritySettings>();
  const showProblems = useFormProblems(form);
  const values = Form.useWatch([], form) as SecuritySettings | undefined;
  const changed = values !== undefined && NAMES.some((name) => values[name] !== settings[name]);
  useLeaveGuard(changed);
  const save = useMutation({
    mutationFn: (body: SecuritySettings) => call(routes.saveSecuritySettings, { body }),
    onSuccess: async (saved) => {
      client.setQueryData(['security'], saved);
      notify.done(common('saved'));
      // Whoever asks everybody for one-time codes may be asked, too.
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
    onError: showProblems,
  });
  const count = (name: keyof SecuritySettings, unit: string, min: number, max: number, label: string, extra?: string) => (
    <Form.Item name={name} label={label} extra={extra} rules={[{ required: true, message: label }]}>
      <InputNumber min={min} max={max} precision={0} suffix={unit} style={{ width: 200 }} />
    </Form.Item>
  );
  return (
    <Page
      width="reading"
      header={
        <PageHeader
          title={t('title')}
          subtitle={t('subtitle')}
          actions={
            <ActionButton type="primary" loading={save.isPending} reason={isAdmin ? (changed ? null : t('noChanges')) : t('onlyAdmins')} onClick={() => form.submit()}>
              {common('save')}
            </ActionButton>
          }
        />
      }
    >
      {isAdmin ? null : <Alert className={styles.note ?? ''} type="info" showIcon title={t('onlyAdmins')} />}
      {save.error ? <div className={styles.note}><ErrorProblems error={save.error} /></div> : null}
      <Form<SecuritySettings> form={form} layout="vertical" requiredMark={false} disabled={!isAdmin} initialValues={settings} onFinish={(body) => save.mutate(body)}>
        <section className={styles.section}>
          <h2 className={styles.title}>{t('signIn')}</h2>
          {count('passwordLength', t('characters'), 10, 64, t('passwordLength'), t('passwordHint'))}
          <Form.Item name="totp" label={t('totp')} extra={t('totpHint')}>
            <Radio.Group vertical options={(['nobody', 'administrators', 'everybody'] as const).map((value) => ({ value, label: t(`totp_${value}`) }))} />
          </Form.Item>
          {count('idleMinutes', t('minutes'), 5, 20_160, t('idle'))}
          {count('sessionHours', t('hours'), 1, 2_160, t('whole'))}
        </section>
        <section className={styles.section}>
          <h2 className={styles.title}>{t('reading')}</h2>
          <p className={styles.text}>{t('readingHint')}</p>
          {count('readingAlert', t('records'), 0, 10_000_000, t('alert'))}
          {count('readingFreeze', t('records'), 0, 10_000_000, t('freeze'), t('freezeHint'))}
        </section>
      </Form>
    </Page>
  );
}
