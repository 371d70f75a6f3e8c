/** Says what publishing does, and which problems stand in its way. */

import { Modal } from 'antd';
import type { ProcessProblem } from '@tessera/process';
import { commonTexts, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { ErrorProblems, ProblemList } from '../../shared/ui/index.ts';
import { countOf, inOrder } from './process-problems.ts';
import styles from './process-designer.module.css';
import { processTexts } from './texts.ts';

interface PublishDialogProps {
  /** The version that is published now; 0 for none. */
  readonly version: number;
  readonly problems: readonly ProcessProblem[];
  readonly publishing: boolean;
  readonly error: unknown;
  readonly onPublish: () => void;
  readonly onShow: (element: string) => void;
  readonly onCancel: () => void;
}

export function PublishDialog({ version, problems, publishing, error, onPublish, onShow, onCancel }: PublishDialogProps) {
  const t = useTexts(processTexts);
  const common = useTexts(commonTexts);
  const locale = useLocale();
  const refused = countOf(problems, 'error') > 0;
  return (
    <Modal
      open
      centered
      width={560}
      title={t('publishTitle', { version: version + 1 })}
      okText={t('publish')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: refused }}
      confirmLoading={publishing}
      onOk={onPublish}
      onCancel={onCancel}
    >
      <div className={styles.dialog}>
        <p>{version === 0 ? t('publishFirst') : t('publishText', { from: version, to: version + 1 })}</p>
        {problems.length > 0 ? (
          <ProblemList
            title={t(refused ? 'publishRefused' : 'publishWarnings')}
            problems={inOrder(problems).map((problem) => ({ message: problem.message[locale], severity: problem.severity, ...(problem.element === null ? {} : { onShow: () => onShow(problem.element!) }) }))}
          />
        ) : null}
        {refused ? null : <ErrorProblems error={error} />}
      </div>
    </Modal>
  );
}
