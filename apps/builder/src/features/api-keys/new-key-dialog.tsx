/** A new key: what uses it, with which of one's roles, how long, and what it is limited to. The secret is shown once. */

import { useState } from 'react';
import { Alert, Button, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { CheckOutlined, CopyOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreateApiKey, RecordAction } from '@tessera/contract';
import { GROUPED_ACTIONS, accessTexts } from '../../shared/access/index.ts';
import { call, routes } from '../../shared/api/index.ts';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { ErrorProblems } from '../../shared/ui/index.ts';
import styles from './keys.module.css';
import { keyTexts } from './texts.ts';
import { useRoleNames } from './use-role-names.ts';

interface Limit {
  readonly entity: string | null;
  readonly actions: RecordAction[];
}

const SPANS = [7, 30, 90, 180, 366] as const;
/** A key reads and writes records; designing is for people. */
const KEY_ACTIONS = GROUPED_ACTIONS.filter((action) => action !== 'design');

export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(keyTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const roleName = useRoleNames();
  const { roles } = useSession().member;
  const [name, setName] = useState('');
  const [role, setRole] = useState(roles[0] ?? '');
  const [days, setDays] = useState(90);
  const [limits, setLimits] = useState<readonly Limit[] | null>(null);
  const [tried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: (body: CreateApiKey) => call(routes.createApiKey, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  const unnamed = name.trim() === '';
  const unlimited = limits !== null && (limits.length === 0 || limits.some(({ entity, actions }) => entity === null || actions.length === 0));
  const submit = () => {
    setTried(true);
    if (unnamed || unlimited) return;
    const only = limits?.map(({ entity, actions }) => ({ entity: entity ?? '', actions }));
    create.mutate({ name: name.trim(), role, days, ...(only ? { only } : {}) });
  };
  if (create.data) return <Secret secret={create.data.secret} onClose={onClose} />;
  return (
    <Modal open centered title={t('newKey')} okText={t('create')} cancelText={common('cancel')} confirmLoading={create.isPending} mask={{ closable: false }} onOk={submit} onCancel={onClose}>
      <Form layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item label={t('name')} htmlFor="key-name" {...(tried && unnamed ? { validateStatus: 'error' as const, help: t('nameNeeded') } : {})}>
          <Input id="key-name" autoFocus autoComplete="off" maxLength={100} placeholder={t('nameHint')} value={name} onChange={(event) => setName(event.target.value)} />
        </Form.Item>
        <Form.Item label={t('role')} htmlFor="key-role" extra={t('roleHint')}>
          <Select id="key-role" value={role} options={roles.map((key) => ({ value: key, label: roleName(key) }))} onChange={setRole} />
        </Form.Item>
        <Form.Item label={t('expires')}>
          <span className={styles.span}>
            <Radio.Group optionType="button" size="small" value={days} options={SPANS.map((count) => ({ value: count, label: t('days', { count }) }))} onChange={({ target }) => setDays(target.value as number)} />
            <InputNumber size="small" aria-label={t('expires')} min={1} max={366} precision={0} value={days} onChange={(next) => setDays(next ?? 90)} />
          </span>
        </Form.Item>
        <Form.Item label={t('limit')} {...(tried && unlimited ? { validateStatus: 'error' as const, help: t('limitNeeded') } : {})}>
          <Radio.Group className={styles.choices ?? ''} value={limits !== null} onChange={({ target }) => setLimits(target.value ? [{ entity: null, actions: ['read'] }] : null)}>
            <Radio value={false}>{t('limitOff')}</Radio>
            <Radio value>{t('limitOn')}</Radio>
          </Radio.Group>
          {limits ? <Limits limits={limits} onChange={setLimits} /> : null}
        </Form.Item>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Form>
      <ErrorProblems error={create.error} />
    </Modal>
  );
}

function Limits({ limits, onChange }: { limits: readonly Limit[]; onChange: (limits: readonly Limit[]) => void }) {
  const t = useTexts(keyTexts);
  const access = useTexts(accessTexts);
  const label = useLabel();
  const { mainEntities } = useWorkspaceModel();
  const nameOf = (key: string | null) => label(mainEntities.find((entity) => entity.key === key)?.label);
  const put = (index: number, limit: Limit) => onChange(limits.map((one, at) => (at === index ? limit : one)));
  return (
    <div className={styles.limits}>
      {limits.map((limit, index) => (
        <div key={index} className={styles.limit}>
          <Select<string | null>
            aria-label={t('table')}
            placeholder={t('table')}
            popupMatchSelectWidth={false}
            showSearch={{ optionFilterProp: 'label' }}
            value={limit.entity}
            options={mainEntities.map((entity) => ({ value: entity.key, label: label(entity.label), disabled: limits.some((one) => one.entity === entity.key && one !== limit) }))}
            onChange={(entity: string | null) => put(index, { ...limit, entity })}
          />
          <Select<RecordAction[]> mode="multiple" aria-label={t('actions')} placeholder={t('actions')} value={limit.actions} options={KEY_ACTIONS.map((action) => ({ value: action, label: access(`action_${action}`) }))} onChange={(actions: RecordAction[]) => put(index, { ...limit, actions })} />
          <Button type="text" icon={<DeleteOutlined />} aria-label={t('removeTable', { entity: nameOf(limit.entity) })} onClick={() => onChange(limits.filter((one) => one !== limit))} />
        </div>
      ))}
      <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => onChange([...limits, { entity: null, actions: ['read'] }])}>
        {t('addTable')}
      </Button>
    </div>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTexts(keyTexts);
  const common = useTexts(commonTexts);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(secret);
    setCopied(true);
  };
  return (
    <Modal open centered title={t('madeTitle')} mask={{ closable: false }} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{common('done')}</Button>}>
      <div className={styles.secret}>
        <Alert type="warning" showIcon title={t('madeText')} />
        <div className={styles.copyLine}>
          <Input readOnly value={secret} aria-label={t('title')} onFocus={(event) => event.target.select()} />
          <Button icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        </div>
        <p className={styles.hint}>{t('usage')}</p>
        <code className={styles.usage}>Authorization: Bearer {secret.slice(0, 8)}…</code>
      </div>
    </Modal>
  );
}
