/** Asks for a link that sets a new password. The answer is the same whoever it is. */

import { Button, Form, Input } from 'antd';
import { MailOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, WelcomeCard } from '../../shared/ui/index.ts';
import { signInTexts } from './texts.ts';
import styles from './sign-in.module.css';

export function ForgotPassword({ email, onBack }: { email: string; onBack: () => void }) {
  const t = useTexts(signInTexts);
  const request = useMutation({ mutationFn: (body: { email: string }) => call(routes.requestPasswordReset, { body }) });
  const back = <Button onClick={onBack}>{t('again')}</Button>;
  if (request.isSuccess) return <EmptyState icon={<MailOutlined />} title={t('sentTitle')} text={t('sentText', { email: request.variables.email })} actions={back} />;
  return (
    <WelcomeCard title={t('forgotTitle')} text={t('forgotText')}>
      <Form<{ email: string }> layout="vertical" requiredMark={false} size="large" initialValues={{ email }} onFinish={(values) => request.mutate({ email: values.email.trim() })}>
        <Form.Item name="email" label={t('email')} rules={[{ required: true, type: 'email', message: t('emailNeeded') }]} validateTrigger="onSubmit">
          <Input type="email" autoComplete="username" autoFocus inputMode="email" />
        </Form.Item>
        {request.error ? (
          <div className={styles.problem}>
            <ErrorProblems error={request.error} />
          </div>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={request.isPending}>
          {t('sendLink')}
        </Button>
      </Form>
      <div className={styles.below}>
        <Button type="text" size="small" onClick={onBack}>{t('again')}</Button>
      </div>
    </WelcomeCard>
  );
}
