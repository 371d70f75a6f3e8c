/** What is wrong, in full: the message, what to do about it, and each field's problem. Read out by screen readers. */

import { CloseCircleFilled, WarningFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { ApiError } from '../api/index.ts';
import { commonTexts, useTexts } from '../i18n/index.ts';
import styles from './feedback.module.css';

export interface Problem {
  readonly message: string;
  /** What the problem is about: a field's label, an element's name. */
  readonly where?: string | undefined;
  readonly severity?: 'error' | 'warning';
  readonly onShow?: () => void;
}

export function ProblemList({ title, hint, problems }: { title?: ReactNode; hint?: ReactNode; problems: readonly Problem[] }) {
  if (!title && problems.length === 0) return null;
  const warning = problems.length > 0 && problems.every((problem) => problem.severity === 'warning');
  return (
    <div className={styles.problems} data-severity={warning ? 'warning' : 'error'} role="alert">
      {warning ? <WarningFilled className={styles.problemsIcon} /> : <CloseCircleFilled className={styles.problemsIcon} />}
      <div className={styles.problemsBody}>
        {title ? <div className={styles.problemsTitle}>{title}</div> : null}
        {problems.length > 0 ? (
          <ul className={styles.problemsItems}>
            {problems.map((problem, index) => (
              <li key={index}>
                {problem.where ? <strong>{problem.where}: </strong> : null}
                {problem.onShow ? (
                  <button type="button" className={styles.problemsLink} onClick={problem.onShow}>
                    {problem.message}
                  </button>
                ) : (
                  problem.message
                )}
              </li>
            ))}
          </ul>
        ) : null}
        {hint ? <div className={styles.problemsHint}>{hint}</div> : null}
      </div>
    </div>
  );
}

/** An error of `call` as a ProblemList; `labelOf` names the path of a field problem. */
export function ErrorProblems({ error, labelOf }: { error: unknown; labelOf?: (path: string) => string | undefined }) {
  const t = useTexts(commonTexts);
  if (!error) return null;
  if (!(error instanceof ApiError)) return <ProblemList title={t('somethingWrong')} hint={t('somethingWrongHint')} problems={[]} />;
  return (
    <ProblemList
      title={error.message}
      hint={
        <>
          {error.hint}
          {error.status >= 500 && error.requestId ? <span className={styles.requestId}>{t('requestId', { id: error.requestId })}</span> : null}
        </>
      }
      problems={error.fields.map((field) => ({ message: field.message, where: labelOf?.(field.path) }))}
    />
  );
}
