/** What is behind a link, for people without an account: a record, a view or a form, after its password where it has one. */

import { Button, Form, Input } from 'antd';
import { LinkOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { FieldDocument, SharedThing } from '@tessera/contract';
import { call, isApiError, routes } from '../../shared/api/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, PageSkeleton, WelcomeCard, WelcomeFrame } from '../../shared/ui/index.ts';
import { SharedForm } from './shared-form.tsx';
import styles from './shared-pages.module.css';
import { SharedRecord } from './shared-record.tsx';
import { SharedTable } from './shared-table.tsx';
import { sharedTexts } from './texts.ts';
import { Visitor } from './visitor.tsx';

export type SharedContent = NonNullable<SharedThing['content']>;

/** A column of what is shared, as the parts that draw values take it. */
export const fieldDocument = ({ field, label, type, options }: SharedContent['fields'][number]): FieldDocument =>
  ({ key: field, label, type, ...(options ? { options } : {}) }) as FieldDocument;

export function SharedPage() {
  const t = useTexts(sharedTexts);
  const { token } = useParams({ strict: false }) as { token: string };
  const opened = useQuery({
    queryKey: ['shared', token],
    queryFn: ({ signal }) => call(routes.openShare, { params: { token }, body: {}, signal }),
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const unlock = useMutation({ mutationFn: (password: string) => call(routes.openShare, { params: { token }, body: { password } }) });
  const thing = unlock.data ?? opened.data;
  const gone = [opened.error, unlock.error].find((error) => isApiError(error) && (error.status === 404 || error.code === 'REQUEST_INVALID'));
  if (gone)
    return (
      <WelcomeFrame>
        <EmptyState icon={<LinkOutlined />} title={t('gone')} text={t('goneText')} />
      </WelcomeFrame>
    );
  if (opened.isError) return <WelcomeFrame><ErrorProblems error={opened.error} /></WelcomeFrame>;
  if (!thing) return <WelcomeFrame><PageSkeleton /></WelcomeFrame>;
  if (!thing.content) return <WelcomeFrame><PasswordStep thing={thing} pending={unlock.isPending} error={unlock.error} onPassword={(password) => unlock.mutate(password)} /></WelcomeFrame>;
  return (
    <WelcomeFrame wide>
      <Opened token={token} thing={thing} content={thing.content} />
    </WelcomeFrame>
  );
}

function Opened({ token, thing, content }: { token: string; thing: SharedThing; content: SharedContent }) {
  const t = useTexts(sharedTexts);
  const label = useLabel();
  const { kind, workspace, pass } = thing;
  return (
    <>
      <header className={styles.head}>
        <div className={styles.workspace}>{kind === 'form' ? workspace : t('sharedBy', { workspace })}</div>
        <h1 className={styles.title}>{label(thing.label)}</h1>
      </header>
      {kind === 'form' && content.form ? (
        <SharedForm token={token} workspace={workspace} pass={pass} form={content.form} />
      ) : (
        <Visitor workspace={workspace}>
          {content.record ? <SharedRecord fields={content.fields.map(fieldDocument)} record={content.record} /> : <SharedTable token={token} pass={pass} fields={content.fields.map(fieldDocument)} name={label(thing.label)} />}
        </Visitor>
      )}
    </>
  );
}

function PasswordStep({ thing, pending, error, onPassword }: { thing: SharedThing; pending: boolean; error: unknown; onPassword: (password: string) => void }) {
  const t = useTexts(sharedTexts);
  const wrong = isApiError(error, 'SHARE_PASSWORD_WRONG') ? error.message : undefined;
  return (
    <WelcomeCard title={t('passwordTitle')} text={`${thing.workspace} · ${t('passwordText')}`}>
      <Form<{ password: string }> layout="vertical" size="large" requiredMark={false} onFinish={({ password }) => onPassword(password)}>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordNeeded') }]} {...(wrong === undefined ? {} : { validateStatus: 'error' as const, help: wrong })}>
          <Input.Password autoFocus autoComplete="off" maxLength={200} />
        </Form.Item>
        {error && wrong === undefined ? <div className={styles.problem}><ErrorProblems error={error} /></div> : null}
        <Button type="primary" htmlType="submit" block loading={pending}>{t('open')}</Button>
      </Form>
    </WelcomeCard>
  );
}
