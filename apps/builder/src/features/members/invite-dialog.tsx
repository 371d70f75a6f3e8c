import { useState } from 'react';
import { Button, Form, Input, Modal, Select } from 'antd';
import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { formatInstant } from '../../shared/fields/index.ts';
import { commonTexts, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { ErrorProblems, useFormProblems } from '../../shared/ui/index.ts';
import { useRoleOptions } from './role-options.ts';
import { memberTexts } from './texts.ts';
import styles from './members.module.css';

interface Invitation {
  readonly name: string;
  readonly email: string;
  readonly roles: string[];
}

/** Invites somebody new, or a member known by name only; shows the link once. */
export function InviteDialog({ member, onClose }: { member: MemberView | null; onClose: () => void }) {
  const t = useTexts(memberTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const roles = useRoleOptions();
  const [form] = Form.useForm<Invitation>();
  const showProblems = useFormProblems(form);
  const invite = useMutation({
    mutationFn: (values: Invitation) => call(routes.invite, { body: { name: values.name, email: values.email, roles: values.roles ?? [], ...(member ? { member: member.id } : {}) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['members'] }),
    onError: showProblems,
  });
  const created = invite.data;
  return (
    <Modal
      open
      centered
      title={created ? t('linkTitle') : member ? t('inviteAgain', { name: member.name }) : t('inviteTitle')}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        created ? (
          <Button type="primary" onClick={onClose}>
            {common('done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="primary" loading={invite.isPending} onClick={() => form.submit()}>
              {t('createLink')}
            </Button>
          </>
        )
      }
    >
      {created ? (
        <CreatedLink path={created.path} name={created.member.name} expiresAt={created.expiresAt} />
      ) : (
        <Form<Invitation> form={form} layout="vertical" requiredMark={false} initialValues={{ name: member?.name ?? '', email: member?.email ?? '', roles: member?.roles ?? [] }} onFinish={(values) => invite.mutate(values)}>
          <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}>
            <Input maxLength={100} autoFocus autoComplete="off" />
          </Form.Item>
          <Form.Item name="email" label={t('email')} rules={[{ required: true, type: 'email', message: t('emailNeeded') }]}>
            <Input maxLength={254} inputMode="email" autoComplete="off" />
          </Form.Item>
          <Form.Item name="roles" label={t('roles')} extra={t('noRolesHint')}>
            <Select mode="multiple" placeholder={t('chooseRoles')} options={[...roles]} showSearch={{ optionFilterProp: 'label' }} />
          </Form.Item>
          <ErrorProblems error={invite.error} />
        </Form>
      )}
    </Modal>
  );
}

function CreatedLink({ path, name, expiresAt }: { path: string; name: string; expiresAt: string }) {
  const t = useTexts(memberTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const [copied, setCopied] = useState(false);
  const link = new URL(path, location.origin).href;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      // Not allowed, or no secure context: the field is selected, for copying by hand.
      document.querySelector<HTMLInputElement>('#invitation-link')?.select();
    }
  };
  return (
    <>
      <p className={styles.linkText}>{t('linkText', { name, when: formatInstant(expiresAt, locale, timeZone) })}</p>
      <div className={styles.link}>
        <Input id="invitation-link" readOnly value={link} aria-label={t('linkTitle')} onFocus={(event) => event.target.select()} />
        <Button icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
          {copied ? t('copied') : t('copyLink')}
        </Button>
      </div>
    </>
  );
}
