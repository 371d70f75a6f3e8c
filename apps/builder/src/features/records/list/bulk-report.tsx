import { Modal } from 'antd';
import { useTexts } from '../../../shared/i18n/index.ts';
import { commonTexts } from '../../../shared/i18n/common-texts.ts';
import { recordTexts } from '../texts.ts';
import type { BulkReport } from './bulk-change.ts';
import styles from './selection-bar.module.css';

/** What could not be changed, and why. */
export function BulkReportDialog({ report, onClose }: { report: BulkReport; onClose: () => void }) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  return (
    <Modal open centered width={520} title={t('bulkReportTitle', { changed: report.changed, refused: report.refused.length })} okText={common('close')} cancelButtonProps={{ hidden: true }} onOk={onClose} onCancel={onClose}>
      <p className={styles.quiet}>{t('bulkReportText')}</p>
      <ul className={styles.report}>
        {report.refused.map(({ row, message }) => (
          <li key={row.id}>
            {row.title}
            <div className={styles.reason}>{message}</div>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
