/** The second step of signing in: the code of the app, or one of the recovery codes. */

import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { useTexts } from '../../shared/i18n/index.ts';
import { ErrorProblems, WelcomeCard } from '../../shared/ui/index.ts';
import { signInTexts } from './texts.ts';
import styles from './sign-in.module.css';

interface CodeStepProps {
  readonly pending: boolean;
  readonly error: unknown;
  readonly onCode: (code: string) => void;
  readonly onBack: () => void;
}

export function CodeStep({ pending, error, onCode, onBack }: CodeStepProps) {
  const t = useTexts(signInTexts);
  const [form] = Form.useForm<{ code: string }>();
  const [recovery, setRecovery] = useState(false);
  const change = () => {
    setRecovery(!recovery);
    form.resetFields();
  };
  const read = (text: string | undefined): string => (text ?? '').replaceAll(/\s/g, '');
  return (
    <WelcomeCard title={t('codeTitle')} text={t(recovery ? 'recoveryText' : 'codeText')}>
      <Form<{ code: string }> form={form} layout="vertical" requiredMark={false} size="large" onFinish={({ code }) => onCode(read(code))}>
        <Form.Item
          key={String(recovery)}
          name="code"
          className={styles.code ?? ''}
          label={t(recovery ? 'recoveryCode' : 'code')}
          rules={[{ validator: (_, code: string | undefined) => (read(code).length >= 6 ? Promise.resolve() : Promise.reject(new Error(t('codeNeeded')))) }]}
          validateTrigger="onSubmit"
        >
          <Input autoFocus autoComplete="one-time-code" inputMode={recovery ? 'text' : 'numeric'} maxLength={20} spellCheck={false} />
        </Form.Item>
        {error ? (
          <div className={styles.problem}>
            <ErrorProblems error={error} />
          </div>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={pending}>
          {t('submit')}
        </Button>
      </Form>
      <div className={styles.below}>
        <Button type="text" size="small" onClick={change}>{t(recovery ? 'useApp' : 'useRecovery')}</Button>
        <Button type="text" size="small" onClick={onBack}>{t('again')}</Button>
      </div>
    </WelcomeCard>
  );
}
