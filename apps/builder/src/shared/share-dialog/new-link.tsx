import { useState } from 'react';
import { Alert, Button, Form, Input, Radio, Select } from 'antd';
import { CheckOutlined, CopyOutlined, LinkOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreateShare } from '@tessera/contract';
import { call, isApiError, routes } from '../api/index.ts';
import { useWorkspaceModel } from '../app-model/index.ts';
import { allFields, fieldOf } from '../fields/index.ts';
import { useLabel, useTexts } from '../i18n/index.ts';
import { useAbility } from '../session/index.ts';
import { ErrorProblems } from '../ui/index.ts';
import type { Shared } from './share-dialog.tsx';
import styles from './share.module.css';
import { shareTexts } from './texts.ts';

const SPANS = [7, 30, 90] as const;
const DAY_MS = 86_400_000;
const SHORTEST = 6;

export function NewLink({ shared }: { shared: Shared }) {
  const t = useTexts(shareTexts);
  const client = useQueryClient();
  const { options, usual } = useShareableFields(shared);
  const [fields, setFields] = useState<string[]>(usual);
  const [days, setDays] = useState<number>(SPANS[1]);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: (body: CreateShare) => call(routes.createShare, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['shares'] }),
  });
  const isRecord = shared.kind === 'record';
  const noFields = isRecord && fields.length === 0;
  const short = password !== '' && password.length < SHORTEST;
  const problemAt = (path: string): string | undefined => (isApiError(create.error) ? create.error.fields.find((problem) => problem.path === path)?.message : undefined);
  const passwordProblem = tried && short ? t('passwordShort') : problemAt('password');
  const submit = () => {
    setTried(true);
    if (noFields || short) return;
    create.mutate({
      kind: shared.kind,
      entity: shared.entity.key,
      ...(shared.record === undefined ? {} : { record: shared.record }),
      ...(shared.document === undefined ? {} : { document: shared.document }),
      ...(isRecord ? { fields } : {}),
      ...(password === '' ? {} : { password }),
      ...(days === 0 ? {} : { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() }),
    });
  };
  if (create.data) return <MadeLink path={create.data.path} onAnother={() => { create.reset(); setPassword(''); setTried(false); }} />;
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit}>
      {isRecord ? (
        <Form.Item label={t('fields')} htmlFor="share-fields" {...(tried && noFields ? { validateStatus: 'error' as const, help: t('fieldsNeeded') } : {})}>
          <Select<string[]> id="share-fields" mode="multiple" maxTagCount="responsive" value={fields} options={options} showSearch={{ optionFilterProp: 'label' }} onChange={(next: string[]) => setFields(next)} />
        </Form.Item>
      ) : null}
      <Form.Item label={t('expires')}>
        <Radio.Group optionType="button" value={days} options={[...SPANS.map((count) => ({ value: count as number, label: t('days', { count }) })), { value: 0, label: t('never') }]} onChange={({ target }) => setDays(target.value as number)} />
      </Form.Item>
      <Form.Item label={t('password')} htmlFor="share-password" extra={t('passwordHint')} {...(passwordProblem === undefined ? {} : { validateStatus: 'error' as const, help: passwordProblem })}>
        <Input.Password id="share-password" autoComplete="new-password" maxLength={200} value={password} onChange={(event) => setPassword(event.target.value)} />
      </Form.Item>
      {create.error ? <div style={{ marginBottom: 16 }}><ErrorProblems error={create.error} /></div> : null}
      <Button type="primary" htmlType="submit" icon={<LinkOutlined />} loading={create.isPending}>{t('create')}</Button>
    </Form>
  );
}

/** What a link can show: what its maker sees. At first those of the record's own form. */
function useShareableFields({ kind, entity }: Shared): { readonly options: { value: string; label: string }[]; readonly usual: string[] } {
  const label = useLabel();
  const model = useWorkspaceModel();
  const ability = useAbility();
  if (kind !== 'record') return { options: [], usual: [] };
  const shown = allFields(entity).filter((field) => ability.can('see', entity.key, field.key) && field.type !== 'button' && field.type !== 'subform' && field.key !== 'id');
  const own = model.form(entity).sections.flatMap(({ items }) => items.map((item) => item.field));
  return {
    options: shown.map((field) => ({ value: field.key, label: label(field.label) })),
    usual: shown.filter((field) => own.includes(field.key) && ability.can('read', entity.key, field.key) && fieldOf(entity, field.key)).map((field) => field.key),
  };
}

function MadeLink({ path, onAnother }: { path: string; onAnother: () => void }) {
  const t = useTexts(shareTexts);
  const [copied, setCopied] = useState(false);
  const address = `${window.location.origin}${path}`;
  const copy = async () => {
    await navigator.clipboard?.writeText(address);
    setCopied(true);
  };
  return (
    <div className={styles.made}>
      <Alert type="warning" showIcon title={t('made')} />
      <div className={styles.copyLine}>
        <Input readOnly value={address} aria-label={t('link')} onFocus={(event) => event.target.select()} />
        <Button type="primary" icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>{t(copied ? 'copied' : 'copy')}</Button>
      </div>
      <div>
        <Button type="text" size="small" onClick={onAnother}>{t('another')}</Button>
      </div>
    </div>
  );
}
