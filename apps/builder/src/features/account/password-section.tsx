import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AccountView } from '@tessera/contract';
import { call, isApiError, routes } from '../../shared/api/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { ErrorProblems, useFormProblems, useNotify } from '../../shared/ui/index.ts';
import { accountChanged } from './account-query.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { accountTexts } from './texts.ts';

interface Passwords {
  readonly current: string;
  readonly password: string;
}

export function PasswordSection({ account, disabled }: { account: AccountView; disabled: boolean }) {
  const t = useTexts(accountTexts);
  const [open, setOpen] = useState(false);
  const action = open || !account.hasPassword ? null : <Button disabled={disabled} onClick={() => setOpen(true)}>{t('changePassword')}</Button>;
  return (
    <AccountSection title={t('password')} text={t(account.hasPassword ? 'passwordText' : 'noPassword')} action={action}>
      {open ? <PasswordForm email={account.email} onClose={() => setOpen(false)} /> : null}
    </AccountSection>
  );
}

function PasswordForm({ email, onClose }: { email: string; onClose: () => void }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const [form] = Form.useForm<Passwords>();
  const showProblems = useFormProblems(form);
  const change = useMutation({
    mutationFn: (body: Passwords) => call(routes.changePassword, { body }),
    onSuccess: async () => {
      await accountChanged(client);
      notify.done(t('passwordChanged'));
      onClose();
    },
    onError: (error) => {
      if (isApiError(error, 'PASSWORD_WRONG')) form.setFields([{ name: 'current', errors: [error.message] }]);
      else showProblems(error);
    },
  });
  const isAtField = isApiError(change.error) && (change.error.code === 'PASSWORD_WRONG' || change.error.fields.length > 0);
  return (
    <Form<Passwords> className={styles.form ?? ''} form={form} layout="vertical" requiredMark={false} onFinish={(values) => change.mutate(values)}>
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Form.Item name="current" label={t('current')} rules={[{ required: true, message: t('currentNeeded') }]}>
        <Input.Password autoComplete="current-password" autoFocus maxLength={200} />
      </Form.Item>
      <Form.Item name="password" label={t('newPassword')} extra={t('newPasswordHint')} rules={[{ required: true, min: 10, message: t('newPasswordNeeded') }]} validateTrigger="onSubmit">
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      {change.error && !isAtField ? (
        <div className={styles.problem}>
          <ErrorProblems error={change.error} />
        </div>
      ) : null}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" loading={change.isPending}>{t('changePassword')}</Button>
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </Form>
  );
}
