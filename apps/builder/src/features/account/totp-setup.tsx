/** Turning one-time codes on: prove who one is, scan, confirm with a code, keep the recovery codes. */

import { useState } from 'react';
import { Button, Form, Input, QRCode } from 'antd';
import { CheckOutlined, CopyOutlined, DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AccountView } from '@tessera/contract';
import { call, isApiError, routes, saveFile } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { ErrorProblems } from '../../shared/ui/index.ts';
import { accountChanged } from './account-query.ts';
import styles from './account.module.css';
import { accountTexts } from './texts.ts';

export function TotpSetup({ account, onDone }: { account: AccountView; onDone: () => void }) {
  const t = useTexts(accountTexts);
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const start = useMutation({ mutationFn: (password: string) => call(routes.startTotp, { body: { password } }) });
  const confirm = useMutation({
    mutationFn: (code: string) => call(routes.confirmTotp, { body: { code } }),
    onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });
  const finish = async () => {
    await accountChanged(client);
    onDone();
  };
  if (codes) return <RecoveryCodes codes={codes} email={account.email} onKept={() => void finish()} />;
  if (start.data) return <ScanStep {...start.data} pending={confirm.isPending} error={confirm.error} onCode={(code) => confirm.mutate(code)} />;
  return (
    <Form<{ password: string }> layout="vertical" requiredMark={false} onFinish={({ password = '' }) => start.mutate(password)}>
      <p>{t(account.hasPassword ? 'passwordFirst' : 'signInRecent')}</p>
      {account.hasPassword ? (
        <>
          <input type="hidden" autoComplete="username" value={account.email} readOnly />
          <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('currentNeeded') }]} {...(isApiError(start.error, 'PASSWORD_WRONG') ? { validateStatus: 'error' as const, help: start.error.message } : {})}>
            <Input.Password autoComplete="current-password" autoFocus maxLength={200} />
          </Form.Item>
        </>
      ) : null}
      {start.error && !isApiError(start.error, 'PASSWORD_WRONG') ? <div className={styles.problem}><ErrorProblems error={start.error} /></div> : null}
      <Button type="primary" htmlType="submit" loading={start.isPending}>{t('begin')}</Button>
    </Form>
  );
}

interface ScanStepProps {
  readonly secret: string;
  readonly uri: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onCode: (code: string) => void;
}

function ScanStep({ secret, uri, pending, error, onCode }: ScanStepProps) {
  const t = useTexts(accountTexts);
  return (
    <div className={styles.setup}>
      <div className={styles.scan}>
        <QRCode className={styles.qr ?? ''} value={uri} size={164} color="#1b1b22" bgColor="#fff" bordered={false} />
        <div>
          <p>{t('scan')}</p>
          <div className={styles.secretLabel}>{t('secret')}</div>
          <code className={styles.secret} aria-label={t('secret')}>{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        </div>
      </div>
      <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={({ code }) => onCode(code.replaceAll(/\s/g, ''))}>
        <Form.Item name="code" label={t('codeOfApp')} rules={[{ required: true, pattern: /^\s*\d{3}\s?\d{3}\s*$/, message: t('codeNeeded') }]} validateTrigger="onSubmit" {...(isApiError(error) ? { validateStatus: 'error' as const, help: `${error.message} ${error.hint ?? ''}` } : {})}>
          <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={8} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={pending}>{t('confirm')}</Button>
      </Form>
    </div>
  );
}

function RecoveryCodes({ codes, email, onKept }: { codes: readonly string[]; email: string; onKept: () => void }) {
  const t = useTexts(accountTexts);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(codes.join('\n'));
    setCopied(true);
  };
  const download = () => saveFile(new Blob([`${t('recoveryFile', { email })}\n\n${codes.join('\n')}\n`], { type: 'text/plain' }), 'tessera-recovery-codes.txt');
  return (
    <div className={styles.setup}>
      <div>
        <h3 className={styles.title}>{t('recoveryTitle')}</h3>
        <p className={styles.text}>{t('recoveryText')}</p>
      </div>
      <ul className={styles.codes} aria-label={t('recoveryTitle')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>{t(copied ? 'copied' : 'copyCodes')}</Button>
        <Button icon={<DownloadOutlined />} onClick={download}>{t('download')}</Button>
        <Button type="primary" onClick={onKept}>{t('kept')}</Button>
      </div>
    </div>
  );
}
