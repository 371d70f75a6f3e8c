import { useState } from 'react';
import { Button, Form, Input, Modal, Tag } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AccountView } from '@tessera/contract';
import { call, isApiError, routes } from '../../shared/api/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { ErrorProblems, useNotify } from '../../shared/ui/index.ts';
import { accountChanged } from './account-query.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { accountTexts } from './texts.ts';
import { TotpSetup } from './totp-setup.tsx';

const FEW = 3;

export function TotpSection({ account, disabled }: { account: AccountView; disabled: boolean }) {
  const t = useTexts(accountTexts);
  const { enabled, recoveryCodesLeft } = account.totp;
  const [dialog, setDialog] = useState<'on' | 'off' | null>(null);
  return (
    <AccountSection
      title={<>{t('totp')} <Tag color={enabled ? 'success' : 'default'}>{t(enabled ? 'totpOn' : 'totpOff')}</Tag></>}
      text={t('totpText')}
      action={
        <Button disabled={disabled} type={enabled ? 'default' : 'primary'} onClick={() => setDialog(enabled ? 'off' : 'on')}>
          {t(enabled ? 'turnOff' : 'turnOn')}
        </Button>
      }
    >
      {enabled ? <p className={recoveryCodesLeft < FEW ? styles.warn : styles.text}>{t('codesLeft', { count: recoveryCodesLeft })}{recoveryCodesLeft < FEW ? ` · ${t('fewCodes')}` : ''}</p> : null}
      {dialog === 'on' ? (
        <Modal open centered title={t('totp')} footer={null} mask={{ closable: false }} onCancel={() => setDialog(null)}>
          <TotpSetup account={account} onDone={() => setDialog(null)} />
        </Modal>
      ) : null}
      {dialog === 'off' ? <TurnOff account={account} onClose={() => setDialog(null)} /> : null}
    </AccountSection>
  );
}

function TurnOff({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const [form] = Form.useForm<{ password?: string; code: string }>();
  const remove = useMutation({
    mutationFn: ({ password = '', code }: { password?: string; code: string }) => call(routes.removeTotp, { body: { password, code: code.replaceAll(/\s/g, '') } }),
    onSuccess: async () => {
      await accountChanged(client);
      notify.done(t('offDone'));
      onClose();
    },
    onError: (error) => {
      const name = isApiError(error, 'PASSWORD_WRONG') ? 'password' : isApiError(error, 'TOTP_WRONG') ? 'code' : null;
      if (name && isApiError(error)) form.setFields([{ name, errors: [error.message] }]);
    },
  });
  const isAtField = isApiError(remove.error, 'PASSWORD_WRONG') || isApiError(remove.error, 'TOTP_WRONG');
  return (
    <Modal open centered title={t('offTitle')} okText={t('turnOff')} okButtonProps={{ danger: true }} cancelText={common('cancel')} confirmLoading={remove.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <p>{t('offText')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values: { password?: string; code: string }) => remove.mutate(values)}>
        {account.hasPassword ? (
          <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('currentNeeded') }]}>
            <Input.Password autoComplete="current-password" autoFocus maxLength={200} />
          </Form.Item>
        ) : null}
        <Form.Item name="code" label={t('codeOrRecovery')} rules={[{ required: true, min: 6, message: t('codeNeeded') }]} validateTrigger="onSubmit">
          <Input autoComplete="one-time-code" maxLength={20} />
        </Form.Item>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Form>
      {remove.error && !isAtField ? <ErrorProblems error={remove.error} /> : null}
    </Modal>
  );
}
