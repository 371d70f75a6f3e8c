import { Button, Form, Input } from 'antd';
import { CheckOutlined, LinkOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { call, isApiError, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, WelcomeCard, WelcomeFrame, useFormProblems } from '../../shared/ui/index.ts';
import { signInTexts } from './texts.ts';
import styles from './sign-in.module.css';

/** Where the mail leads: a new password, once. */
export function ResetPasswordPage() {
  const t = useTexts(signInTexts);
  const { token } = useParams({ from: '/password-reset/$token' });
  const [form] = Form.useForm<{ password: string }>();
  const showProblems = useFormProblems(form);
  const reset = useMutation({ mutationFn: (body: { password: string }) => call(routes.resetPassword, { params: { token }, body }), onError: showProblems });
  const toSignIn = <Button type="primary" href="/sign-in">{t('toSignIn')}</Button>;
  if (reset.isSuccess)
    return (
      <WelcomeFrame>
        <EmptyState icon={<CheckOutlined />} title={t('resetDone')} text={t('resetDoneText')} actions={toSignIn} />
      </WelcomeFrame>
    );
  if (isApiError(reset.error) && reset.error.status === 404)
    return (
      <WelcomeFrame>
        <EmptyState icon={<LinkOutlined />} title={t('resetGone')} text={t('resetGoneText')} actions={<Button type="primary" href="/sign-in?step=forgot">{t('askAgain')}</Button>} />
      </WelcomeFrame>
    );
  const isAtField = isApiError(reset.error) && reset.error.fields.length > 0;
  return (
    <WelcomeFrame>
      <WelcomeCard title={t('resetTitle')} text={t('resetText')}>
        <Form<{ password: string }> form={form} layout="vertical" requiredMark={false} size="large" onFinish={(values) => reset.mutate(values)}>
          <Form.Item name="password" label={t('newPassword')} extra={t('newPasswordHint')} rules={[{ required: true, min: 10, message: t('newPasswordNeeded') }]} validateTrigger="onSubmit">
            <Input.Password autoComplete="new-password" autoFocus maxLength={200} />
          </Form.Item>
          {reset.error && !isAtField ? (
            <div className={styles.problem}>
              <ErrorProblems error={reset.error} />
            </div>
          ) : null}
          <Button type="primary" htmlType="submit" block loading={reset.isPending}>
            {t('setPassword')}
          </Button>
        </Form>
      </WelcomeCard>
    </WelcomeFrame>
  );
}
