/** What is wrong with the drawing, below it; a click shows the element. */

import { useState } from 'react';
import { CheckCircleFilled, CloseCircleFilled, DownOutlined, LoadingOutlined, UpOutlined, WarningFilled } from '@ant-design/icons';
import type { ProcessProblem } from '@tessera/process';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import styles from './process-designer.module.css';
import { countOf, inOrder } from './process-problems.ts';
import { processTexts } from './texts.ts';

interface ProblemsPanelProps {
  /** Null while the first check runs. */
  readonly problems: readonly ProcessProblem[] | null;
  readonly onShow: (element: string) => void;
}

export function ProblemsPanel({ problems, onShow }: ProblemsPanelProps) {
  const t = useTexts(processTexts);
  const locale = useLocale();
  const [open, setOpen] = useState(true);
  const errors = problems ? countOf(problems, 'error') : 0;
  const warnings = problems ? countOf(problems, 'warning') : 0;
  return (
    <section className={styles.problems} aria-label={t('problems')}>
      <button type="button" className={styles.problemsHead} aria-expanded={open} disabled={!problems || problems.length === 0} onClick={() => setOpen(!open)}>
        {!problems ? <LoadingOutlined /> : errors > 0 ? <CloseCircleFilled className={styles.error} /> : warnings > 0 ? <WarningFilled className={styles.warning} /> : <CheckCircleFilled className={styles.fine} />}
        <span aria-live="polite">
          {!problems
            ? t('problemsChecking')
            : problems.length === 0
              ? t('problemsNone')
              : [errors > 0 ? t('errors', { count: errors }) : '', warnings > 0 ? t('warnings', { count: warnings }) : ''].filter(Boolean).join(' · ')}
        </span>
        {problems && problems.length > 0 ? open ? <DownOutlined className={styles.chevron} /> : <UpOutlined className={styles.chevron} /> : null}
      </button>
      {open && problems && problems.length > 0 ? (
        <ul className={styles.problemsList}>
          {inOrder(problems).map((problem, index) => (
            <li key={index}>
              <button type="button" disabled={problem.element === null} data-problem={problem.code} onClick={() => problem.element !== null && onShow(problem.element)}>
                {problem.severity === 'error' ? <CloseCircleFilled className={styles.error} /> : <WarningFilled className={styles.warning} />}
                <span>{problem.message[locale]}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
