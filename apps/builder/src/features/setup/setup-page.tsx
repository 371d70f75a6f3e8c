/** First run, two steps: who and where, then what to start from. Reloading after the first leads to the gallery. */

import { useState } from 'react';
import { Button, Form, Input, Select, Steps } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { BodyOf } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { adoptSession } from '../../shared/session/index.ts';
import { ErrorProblems, WelcomeCard, WelcomeFrame, useFormProblems } from '../../shared/ui/index.ts';
import { TemplateGallery } from './template-gallery.tsx';
import { setupTexts } from './texts.ts';
import styles from './setup.module.css';

type SetupValues = Omit<BodyOf<typeof routes.setup>, 'locale'>;

export function SetupPage() {
  const t = useTexts(setupTexts);
  const router = useRouter();
  const [created, setCreated] = useState(false);
  return (
    <WelcomeFrame wide={created}>
      <Steps className={styles.steps} size="small" current={created ? 1 : 0} responsive={false} items={[{ title: t('stepAccount') }, { title: t('stepTemplate') }]} />
      {created ? (
        <>
          <h1 className={styles.title}>{t('templatesTitle')}</h1>
          <p className={styles.text}>{t('templatesText')}</p>
          <TemplateGallery onInstalled={() => router.history.push('/')} />
          <div className={styles.skip}>
            <Button type="link" onClick={() => router.history.push('/')}>
              {t('skip')}
            </Button>
          </div>
        </>
      ) : (
        <AccountStep onDone={() => setCreated(true)} />
      )}
    </WelcomeFrame>
  );
}

function AccountStep({ onDone }: { onDone: () => void }) {
  const t = useTexts(setupTexts);
  const locale = useLocale();
  const client = useQueryClient();
  const [form] = Form.useForm<SetupValues>();
  const showProblems = useFormProblems(form);
  const create = useMutation({
    mutationFn: (values: SetupValues) => call(routes.setup, { body: { ...values, locale } }),
    onSuccess: async (session) => {
      await adoptSession(client, session);
      onDone();
    },
    onError: showProblems,
  });
  return (
    <WelcomeCard title={t('title')} text={t('text')}>
      <Form<SetupValues> form={form} layout="vertical" size="large" requiredMark={false} initialValues={{ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }} onFinish={(values) => create.mutate(values)}>
        <Form.Item name="workspace" label={t('workspace')} rules={[{ required: true, whitespace: true, message: t('workspaceNeeded') }]}>
          <Input autoFocus maxLength={100} placeholder={t('workspacePlaceholder')} autoComplete="organization" />
        </Form.Item>
        <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}>
          <Input maxLength={100} autoComplete="name" />
        </Form.Item>
        <Form.Item name="email" label={t('email')} rules={[{ required: true, type: 'email', message: t('emailNeeded') }]}>
          <Input type="email" inputMode="email" maxLength={254} autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label={t('password')} extra={t('passwordHint')} rules={[{ required: true, min: 10, message: t('passwordNeeded') }]}>
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="timeZone" label={t('timeZone')} rules={[{ required: true }]}>
          <Select showSearch options={Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))} />
        </Form.Item>
        {create.error ? (
          <div style={{ marginBottom: 20 }}>
            <ErrorProblems error={create.error} />
          </div>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={create.isPending}>
          {t('submit')}
        </Button>
      </Form>
    </WelcomeCard>
  );
}
