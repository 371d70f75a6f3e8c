import { Tag } from 'antd';
import { BranchesOutlined, CheckOutlined, CloseOutlined, ClockCircleOutlined, FlagOutlined, PlayCircleOutlined, SettingOutlined, WarningOutlined } from '@ant-design/icons';
import type { ComponentType } from 'react';
import { MemberAvatar } from '../../shared/fields/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import styles from './instance-page.module.css';
import type { WayStep } from './instance-way.ts';
import { mapTexts } from './texts.ts';

interface WayTimelineProps {
  readonly steps: readonly WayStep[];
  readonly chosen: string | null;
  readonly onChoose: (element: string) => void;
  readonly when: (instant: string) => string;
}

const ICONS: Readonly<Record<WayStep['kind'], ComponentType>> = {
  start: PlayCircleOutlined,
  task: CheckOutlined,
  automatic: SettingOutlined,
  decision: BranchesOutlined,
  end: FlagOutlined,
  incident: WarningOutlined,
};

/** The steps from top to bottom; choosing one shows its element on the diagram. */
export function WayTimeline({ steps, chosen, onChoose, when }: WayTimelineProps) {
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <Step key={index} step={step} chosen={step.element === chosen} onChoose={() => onChoose(step.element)} when={when} />
      ))}
    </ol>
  );
}

function Step({ step, chosen, onChoose, when }: { step: WayStep; chosen: boolean; onChoose: () => void; when: (instant: string) => string }) {
  const t = useTexts(mapTexts);
  const waiting = step.kind === 'task' && step.at === null;
  const tone = step.kind === 'incident' ? 'danger' : waiting ? 'active' : step.outcome === 'reject' ? 'danger' : step.kind === 'task' || step.kind === 'start' || step.kind === 'end' ? 'done' : 'quiet';
  const Icon = waiting ? ClockCircleOutlined : step.outcome === 'reject' ? CloseOutlined : ICONS[step.kind];
  const known = step.outcome === 'approve' || step.outcome === 'reject' || step.outcome === 'complete' ? step.outcome : null;
  return (
    <li className={styles.step} data-tone={tone} data-step={step.element}>
      <span className={styles.dot}><Icon /></span>
      <button type="button" className={styles.stepBody} aria-pressed={chosen} onClick={onChoose}>
        <span className={styles.stepHead}>
          <span className={styles.stepName}>{step.name ?? t(`step_${step.kind}`)}</span>
          {known ? <Tag color={known === 'reject' ? 'error' : 'green'}>{t(`outcome_${known}`)}</Tag> : null}
          {step.taken ? <Tag>{step.taken}</Tag> : null}
        </span>
        <span className={styles.stepMeta}>
          {step.actor ? (
            <span className={styles.actor}>
              <MemberAvatar id={step.actor.id} name={step.actor.label} size={18} />
              {step.actor.label}
            </span>
          ) : step.kind === 'automatic' ? (
            t('byItself')
          ) : null}
          {waiting && step.since ? t('waiting', { when: when(step.since) }) : step.at ? <time dateTime={step.at}>{when(step.at)}</time> : null}
        </span>
        {step.comment ? <span className={styles.comment}>{step.comment}</span> : null}
      </button>
    </li>
  );
}
