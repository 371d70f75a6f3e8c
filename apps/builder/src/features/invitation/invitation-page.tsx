import { Button, Form, Input } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { call, routes } from '../../shared/api/index.ts';
import { defineTexts, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { adoptSession } from '../../shared/session/index.ts';
import { EmptyState, ErrorProblems, PageSkeleton, WelcomeCard, WelcomeFrame, useFormProblems } from '../../shared/ui/index.ts';
import { LinkOutlined } from '@ant-design/icons';

const texts = defineTexts('invitation', {
  en: {
    title: 'Join {{workspace}}',
    text: 'You are invited as {{email}}. Choose a name and a password.',
    name: 'Your name',
    password: 'Password',
    passwordHint: 'At least 10 characters.',
    nameNeeded: 'Enter your name',
    passwordNeeded: 'Choose a password of at least 10 characters',
    submit: 'Join the workspace',
    gone: 'This invitation cannot be used',
    goneText: 'A link works once and for a limited time. Ask whoever invited you for a new one.',
    signIn: 'Go to sign-in',
  },
  'zh-CN': {
    title: '加入「{{workspace}}」',
    text: '您受邀以 {{email}} 加入，请填写姓名并设置密码。',
    name: '您的姓名',
    password: '密码',
    passwordHint: '至少 10 个字符。',
    nameNeeded: '请输入姓名',
    passwordNeeded: '请设置至少 10 个字符的密码',
    submit: '加入工作区',
    gone: '此邀请无法使用',
    goneText: '邀请链接只能使用一次，且有有效期。请联系邀请人重新发送。',
    signIn: '前往登录',
  },
});

interface Acceptance {
  readonly name: string;
  readonly password: string;
}

export function InvitationPage() {
  const t = useTexts(texts);
  const locale = useLocale();
  const client = useQueryClient();
  const router = useRouter();
  const { token } = useParams({ from: '/invitations/$token' });
  const [form] = Form.useForm<Acceptance>();
  const showProblems = useFormProblems(form);
  const accept = useMutation({
    mutationFn: (values: Acceptance) => call(routes.acceptInvitation, { params: { token }, body: { ...values, locale } }),
    onSuccess: async (session) => {
      await adoptSession(client, session);
      router.history.push('/');
    },
    onError: showProblems,
  });
  // Once it is being used there is no invitation any more to ask about.
  const invitation = useQuery({ queryKey: ['invitation', token], queryFn: () => call(routes.invitation, { params: { token } }), retry: false, enabled: !accept.isPending && !accept.isSuccess });

  if (invitation.isPending) return <WelcomeFrame><PageSkeleton /></WelcomeFrame>;
  if (invitation.isError)
    return (
      <WelcomeFrame>
        <EmptyState icon={<LinkOutlined />} title={t('gone')} text={t('goneText')} actions={<Button href="/sign-in">{t('signIn')}</Button>} />
      </WelcomeFrame>
    );
  return (
    <WelcomeFrame>
      <WelcomeCard title={t('title', { workspace: invitation.data.workspace })} text={t('text', { email: invitation.data.email })}>
        <Form<Acceptance> form={form} layout="vertical" size="large" requiredMark={false} initialValues={{ name: invitation.data.name }} onFinish={(values) => accept.mutate(values)}>
          {/* For password managers, which want to know whose password this is. */}
          <input type="hidden" autoComplete="username" value={invitation.data.email} readOnly />
          <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}>
            <Input autoComplete="name" maxLength={100} />
          </Form.Item>
          <Form.Item name="password" label={t('password')} extra={t('passwordHint')} rules={[{ required: true, min: 10, message: t('passwordNeeded') }]}>
            <Input.Password autoComplete="new-password" autoFocus maxLength={200} />
          </Form.Item>
          {accept.error ? (
            <div style={{ marginBottom: 20 }}>
              <ErrorProblems error={accept.error} />
            </div>
          ) : null}
          <Button type="primary" htmlType="submit" block loading={accept.isPending}>
            {t('submit')}
          </Button>
        </Form>
      </WelcomeCard>
    </WelcomeFrame>
  );
}
