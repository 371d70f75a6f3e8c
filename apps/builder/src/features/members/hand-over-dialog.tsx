/** Hands what somebody has to another: to whom, whether they leave, how far it is, and what came of it. */

import { useState } from 'react';
import { Alert, Button, Modal, Radio, Spin } from 'antd';
import { ArrowRightOutlined, CheckCircleFilled } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MemberView, Ref } from '@tessera/contract';
import { call, routes, type Answer } from '../../shared/api/index.ts';
import { MemberAvatar } from '../../shared/fields/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { MemberPicker } from '../../shared/inputs/index.ts';
import { ErrorProblems } from '../../shared/ui/index.ts';
import { handOverTexts } from './hand-over-texts.ts';
import styles from './hand-over.module.css';

type HandOver = Answer<typeof routes.handOver>;

export function HandOverDialog({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const t = useTexts(handOverTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const [to, setTo] = useState<Ref | null>(null);
  const [leaves, setLeaves] = useState(false);
  const start = useMutation({ mutationFn: (target: string) => call(routes.startHandOver, { params: { id: member.id }, body: { to: target, leaves } }) });
  const id = start.data?.id;
  const progress = useQuery({
    queryKey: ['hand-over', id],
    queryFn: async ({ signal }) => {
      const view = await call(routes.handOver, { params: { id: id ?? '' }, signal });
      if (isOver(view)) await Promise.all([['members'], ['groups'], ['departments'], ['records'], ['tasks']].map((queryKey) => client.invalidateQueries({ queryKey })));
      return view;
    },
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 700),
  });
  const view = progress.data ?? start.data;
  const sameOne = to?.id === member.id;
  return (
    <Modal
      open
      centered
      title={t('title', { name: member.name })}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        view ? (
          <Button type="primary" onClick={onClose}>{isOver(view) ? common('done') : t('goOn')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="primary" danger={leaves} disabled={!to || sameOne} title={to ? undefined : t('chooseFirst')} loading={start.isPending} onClick={() => to && start.mutate(to.id)}>
              {t(leaves ? 'startLeaving' : 'start')}
            </Button>
          </>
        )
      }
    >
      {view ? (
        <Progress view={view} />
      ) : (
        <div className={styles.form}>
          <p className={styles.hint}>{t('text')}</p>
          <div className={styles.pair}>
            <span className={styles.person}><MemberAvatar id={member.id} name={member.name} size={28} /> {member.name}</span>
            <ArrowRightOutlined />
            <MemberPicker ariaLabel={t('to')} placeholder={t('to')} value={to} onChange={setTo} {...(sameOne ? { status: 'error' as const } : {})} />
          </div>
          {sameOne ? <p className={styles.problem}>{t('somebodyElse')}</p> : null}
          <Radio.Group value={leaves} onChange={({ target }) => setLeaves(target.value as boolean)} className={styles.choices ?? ''} aria-label={t('kind')}>
            <Radio value={false}>
              {t('stays')}
              <span className={styles.hint}>{t('staysText')}</span>
            </Radio>
            <Radio value>
              {t('leaves')}
              <span className={styles.hint}>{t('leavesText')}</span>
            </Radio>
          </Radio.Group>
        </div>
      )}
      <ErrorProblems error={start.error ?? progress.error} />
    </Modal>
  );
}

const isOver = ({ status }: HandOver): boolean => status === 'done' || status === 'failed';

function Progress({ view }: { view: HandOver }) {
  const t = useTexts(handOverTexts);
  const { records, ...others } = view.report;
  const refused = records.reduce((sum, one) => sum + one.refused, 0);
  const counts = (Object.keys(others) as (keyof typeof others)[]).filter((key) => others[key] > 0);
  return (
    <div className={styles.form} aria-live="polite">
      <p className={styles.status}>
        {view.status === 'done' ? <CheckCircleFilled className={styles.done ?? ''} /> : view.status === 'failed' ? null : <Spin size="small" />}
        {t(`status_${view.status}`, { from: view.from.label, to: view.to.label })}
      </p>
      {view.problem ? <Alert type="error" showIcon title={view.problem} /> : null}
      {records.length + counts.length > 0 ? (
        <dl className={styles.report}>
          {records.map(({ entity, label, moved }) => (
            <div key={entity}>
              <dt>{label}</dt>
              <dd>{t('moved', { count: moved })}</dd>
            </div>
          ))}
          {counts.map((key) => (
            <div key={key}>
              <dt>{t(`of_${key}`)}</dt>
              <dd>{others[key]}</dd>
            </div>
          ))}
        </dl>
      ) : view.status === 'done' ? (
        <p className={styles.hint}>{t('nothing')}</p>
      ) : null}
      {refused > 0 ? <Alert type="warning" showIcon title={t('refused', { count: refused })} /> : null}
    </div>
  );
}
