/** Before something of the design is deleted: what uses it. Nothing that is used can be deleted, and the person is told which. */

import { useCallback } from 'react';
import { App } from 'antd';
import type { DesignUse } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { useConfirm, useNotify } from '../../shared/ui/index.ts';
import styles from './entity-designer.module.css';
import { entityTexts } from './texts.ts';

interface Deletion {
  readonly entity: string;
  readonly field?: string;
  readonly name: string;
  readonly text: string;
  readonly action: string;
}

/** True when nothing uses it and the person wants it gone. */
export function useDeletion(): (deletion: Deletion) => Promise<boolean> {
  const t = useTexts(entityTexts);
  const common = useTexts(commonTexts);
  const { modal } = App.useApp();
  const confirm = useConfirm();
  const notify = useNotify();
  return useCallback(
    async ({ entity, field, name, text, action }) => {
      let uses: readonly DesignUse[];
      try {
        uses = (await call(routes.designUses, { params: { key: entity }, query: field ? { field } : {} })).items;
      } catch (error) {
        notify.failed(error);
        return false;
      }
      if (uses.length === 0) return confirm({ title: t('removeTitle', { field: name }), text, action, danger: true });
      modal.info({ title: t('usedTitle', { name }), content: <Uses uses={uses} />, icon: null, centered: true, width: 480, okText: common('close') });
      return false;
    },
    [t, common, modal, confirm, notify],
  );
}

function Uses({ uses }: { uses: readonly DesignUse[] }) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  return (
    <>
      <p className={styles.quiet}>{t('usedText')}</p>
      <ul className={styles.uses}>
        {uses.map((use, index) => (
          <li key={index}>
            <span className={styles.useKind}>{t(`use_${use.kind}`)}</span>
            <span>
              {label(use.label) || use.key}
              {use.place ? <span className={styles.quiet}> · {use.place}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
