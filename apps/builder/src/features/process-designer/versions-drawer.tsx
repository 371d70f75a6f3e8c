/** The published versions, newest first, each to look at and to take up again as the draft. */

import { useState } from 'react';
import { Button, Drawer, Modal, Spin } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { ProcessDesign } from '@tessera/contract';
import { DiagramView } from '../../shared/bpmn/diagram-view.tsx';
import { formatInstant } from '../../shared/fields/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { EmptyState, ErrorProblems } from '../../shared/ui/index.ts';
import { processVersionQuery } from './process-queries.ts';
import styles from './process-designer.module.css';
import { processTexts } from './texts.ts';

interface VersionsDrawerProps {
  readonly process: ProcessDesign;
  readonly onClose: () => void;
  readonly onRestore: (version: number, xml: string) => void;
}

export function VersionsDrawer({ process, onClose, onRestore }: VersionsDrawerProps) {
  const t = useTexts(processTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const [viewed, setViewed] = useState<number | null>(null);
  const versions = [...process.versions].sort((a, b) => b.version - a.version);
  return (
    <Drawer open size={380} title={t('versions')} onClose={onClose}>
      {versions.length === 0 ? <EmptyState small title={t('noVersions')} /> : null}
      <ul className={styles.versions}>
        {versions.map(({ version, publishedAt, publishedBy }) => (
          <li key={version}>
            <button type="button" className={styles.version} onClick={() => setViewed(version)}>
              <strong>{t('version', { version })}</strong>
              <span>{publishedBy ? t('versionBy', { when: formatInstant(publishedAt, locale, timeZone), who: publishedBy.label }) : formatInstant(publishedAt, locale, timeZone)}</span>
            </button>
          </li>
        ))}
      </ul>
      {viewed === null ? null : <VersionDialog processKey={process.key} version={viewed} onClose={() => setViewed(null)} onRestore={onRestore} />}
    </Drawer>
  );
}

function VersionDialog({ processKey, version, onClose, onRestore }: { processKey: string; version: number; onClose: () => void; onRestore: VersionsDrawerProps['onRestore'] }) {
  const t = useTexts(processTexts);
  const locale = useLocale();
  const { data, error } = useQuery(processVersionQuery(processKey, version));
  return (
    <Modal
      open
      centered
      width="min(1100px, 94vw)"
      title={t('viewVersion', { version })}
      onCancel={onClose}
      footer={data ? <Button onClick={() => onRestore(version, data.xml)}>{t('restoreVersion')}</Button> : null}
    >
      <ErrorProblems error={error} />
      {data ? <div className={styles.versionView}><DiagramView xml={data.xml} locale={locale} label={t('viewVersion', { version })} /></div> : error ? null : <Spin />}
    </Modal>
  );
}
