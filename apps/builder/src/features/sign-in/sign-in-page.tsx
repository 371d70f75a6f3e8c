import { Button, Form, Input } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { call, routes } from '../../shared/api/index.ts';
import { defineTexts, useTexts } from '../../shared/i18n/index.ts';
import { adoptSession } from '../../shared/session/index.ts';
import { ErrorProblems, WelcomeCard, WelcomeFrame } from '../../shared/ui/index.ts';

const texts = defineTexts('sign-in', {
  en: {
    title: 'Welcome back',
    text: 'Sign in to your workspace.',
    email: 'Email',
    password: 'Password',
    submit: 'Sign in',
    emailNeeded: 'Enter your email',
    passwordNeeded: 'Enter your password',
    help: 'No account yet, or the password forgotten? Ask an administrator for an invitation link.',
  },
  'zh-CN': {
    title: '欢迎回来',
    text: '登录到您的工作区。',
    email: '邮箱',
    password: '密码',
    submit: '登录',
    emailNeeded: '请输入邮箱',
    passwordNeeded: '请输入密码',
    help: '还没有账号，或忘记了密码？请联系管理员获取邀请链接。',
  },
});

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function SignInPage() {
  const t = useTexts(texts);
  const client = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  const signIn = useMutation({
    mutationFn: (body: Credentials) => call(routes.signIn, { body }),
    onSuccess: async (session) => {
      await adoptSession(client, session);
      router.history.push(next ?? '/');
    },
  });
  return (
    <WelcomeFrame>
      <WelcomeCard title={t('title')} text={t('text')}>
        <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(values) => signIn.mutate(values)} size="large">
          <Form.Item name="email" label={t('email')} rules={[{ required: true, message: t('emailNeeded') }]}>
            <Input type="email" autoComplete="username" autoFocus inputMode="email" />
          </Form.Item>
          <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordNeeded') }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {signIn.error ? (
            <div style={{ marginBottom: 20 }}>
              <ErrorProblems error={signIn.error} />
            </div>
          ) : null}
          <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
            {t('submit')}
          </Button>
        </Form>
        <p style={{ marginTop: 20, fontSize: 13, color: 'var(--t-text-3)' }}>{t('help')}</p>
      </WelcomeCard>
    </WelcomeFrame>
  );
}
