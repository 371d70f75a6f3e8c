import { Modal } from 'antd';
import { useTexts } from '../../../shared/i18n/index.ts';
import { commonTexts } from '../../../shared/i18n/common-texts.ts';
import { ErrorProblems } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import type { BulkReport } from './bulk-change.ts';
import styles from './selection-bar.module.css';

const SHOWN = 200;

/** What could not be changed, and why. */
export function BulkReportDialog({ report, onClose }: { report: BulkReport; onClose: () => void }) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  return (
    <Modal open centered width={520} title={t('bulkReportTitle', { changed: report.changed, refused: report.refused.length })} okText={common('close')} cancelButtonProps={{ hidden: true }} onOk={onClose} onCancel={onClose}>
      {report.left.length > 0 ? <p>{t('bulkLeft', { count: report.left.length })}</p> : null}
      <ErrorProblems error={report.failure ?? null} />
      <p className={styles.quiet}>{t('bulkReportText')}</p>
      <ul className={styles.report}>
        {report.refused.slice(0, SHOWN).map(({ row, message }) => (
          <li key={row.id}>
            {row.title}
            <div className={styles.reason}>{message}</div>
          </li>
        ))}
      </ul>
      {report.refused.length > SHOWN ? <p className={styles.quiet}>{t('bulkReportCut', { count: SHOWN })}</p> : null}
    </Modal>
  );
}
