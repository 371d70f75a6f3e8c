/** Signing in: with a password or the provider, then with a one-time code where the account has them. */

import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { LoginOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import type { SessionView } from '@tessera/contract';
import { call, isApiError, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { OidcProblem, oidcAddress } from '../../shared/oidc/index.ts';
import { adoptSession } from '../../shared/session/index.ts';
import { ErrorProblems, WelcomeCard, WelcomeFrame } from '../../shared/ui/index.ts';
import { CodeStep } from './code-step.tsx';
import { ForgotPassword } from './forgot-password.tsx';
import { signInTexts } from './texts.ts';
import styles from './sign-in.module.css';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function SignInPage() {
  const { step, to, next, problem } = useSearch({ from: '/sign-in' });
  const client = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const [proved, setProved] = useState<Credentials | null>(null);
  const [email, setEmail] = useState('');
  const arrive = async (session: SessionView) => {
    await adoptSession(client, session);
    router.history.push(to ?? next ?? '/');
  };
  const signIn = useMutation({
    mutationFn: (body: Credentials & { code?: string }) => call(routes.signIn, { body }),
    onSuccess: arrive,
    onError: (error, body) => {
      if (isApiError(error, 'TOTP_REQUIRED')) setProved({ email: body.email, password: body.password });
    },
  });
  const confirm = useMutation({ mutationFn: (code: string) => call(routes.confirmOidc, { body: { code } }), onSuccess: arrive });
  const toStart = () => {
    setProved(null);
    signIn.reset();
    confirm.reset();
    void navigate({ to: '/sign-in', search: next === undefined ? {} : { next }, replace: true });
  };
  const toForgot = (known: string) => {
    setEmail(known);
    void navigate({ to: '/sign-in', search: { step: 'forgot', ...(next === undefined ? {} : { next }) } });
  };
  return (
    <WelcomeFrame>
      {step === 'code' ? (
        <CodeStep pending={confirm.isPending} error={confirm.error} onCode={(code) => confirm.mutate(code)} onBack={toStart} />
      ) : step === 'forgot' ? (
        <ForgotPassword email={email} onBack={toStart} />
      ) : proved ? (
        <CodeStep pending={signIn.isPending} error={isApiError(signIn.error, 'TOTP_REQUIRED') ? null : signIn.error} onCode={(code) => signIn.mutate({ ...proved, code })} onBack={toStart} />
      ) : (
        <PasswordStep pending={signIn.isPending} error={signIn.error} problem={problem} next={next} onSignIn={(credentials) => signIn.mutate(credentials)} onForgot={toForgot} />
      )}
    </WelcomeFrame>
  );
}

interface PasswordStepProps {
  readonly pending: boolean;
  readonly error: unknown;
  readonly problem: string | undefined;
  readonly next: string | undefined;
  readonly onSignIn: (credentials: Credentials) => void;
  readonly onForgot: (email: string) => void;
}

function PasswordStep({ pending, error, problem, next, onSignIn, onForgot }: PasswordStepProps) {
  const t = useTexts(signInTexts);
  const [form] = Form.useForm<Credentials>();
  const { data: options } = useQuery({ queryKey: ['sign-in-options'], queryFn: ({ signal }) => call(routes.signInOptions, { signal }), staleTime: Infinity });
  return (
    <WelcomeCard title={t('title')} text={t('text')}>
      {problem !== undefined && !error ? <OidcProblem code={problem} /> : null}
      <Form<Credentials> form={form} layout="vertical" requiredMark={false} onFinish={onSignIn} size="large">
        <Form.Item name="email" label={t('email')} rules={[{ required: true, message: t('emailNeeded') }]}>
          <Input type="email" autoComplete="username" autoFocus inputMode="email" />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordNeeded') }]}>
          <Input.Password autoComplete="current-password" />
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
      {options?.oidc ? (
        <>
          <div className={styles.or}>{t('or')}</div>
          <Button block size="large" icon={<LoginOutlined />} href={oidcAddress(next ?? '/')}>
            {t('with', { label: options.oidc.label })}
          </Button>
        </>
      ) : null}
      {options?.passwordReset ? (
        <div className={styles.below}>
          <Button type="text" size="small" onClick={() => onForgot(String(form.getFieldValue('email') ?? ''))}>{t('forgot')}</Button>
        </div>
      ) : null}
      <p className={styles.help}>{t(options?.passwordReset ? 'helpNoAccount' : 'help')}</p>
    </WelcomeCard>
  );
}
