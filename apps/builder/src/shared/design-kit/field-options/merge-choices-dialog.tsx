/** Several choices become one: the records that hold them are changed at once, which is said before. */

import { useState } from 'react';
import { Checkbox, Modal, Select } from 'antd';
import { useMutation } from '@tanstack/react-query';
import type { SelectChoice } from '@tessera/contract';
import { ChoiceTag } from '../../fields/choice-tag.tsx';
import { commonTexts, useLabel, useTexts } from '../../i18n/index.ts';
import { ErrorProblems } from '../../ui/index.ts';
import { designTexts } from '../design-texts.ts';
import { SettingRow } from './option-editor.tsx';
import styles from './option-editor.module.css';

interface MergeChoicesDialogProps {
  readonly choices: readonly SelectChoice[];
  readonly onMerge: (from: readonly string[], into: string) => Promise<void>;
  readonly onClose: () => void;
}

export function MergeChoicesDialog({ choices, onMerge, onClose }: MergeChoicesDialogProps) {
  const t = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const [from, setFrom] = useState<readonly string[]>([]);
  const [into, setInto] = useState<string | null>(null);
  const merge = useMutation({ mutationFn: () => onMerge(from, into!), onSuccess: onClose });
  const others = choices.filter((choice) => choice.value !== into);
  return (
    <Modal
      open
      centered
      width={480}
      title={t('mergeChoicesTitle')}
      okText={t('merge')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: into === null || from.length === 0 }}
      confirmLoading={merge.isPending}
      onOk={() => merge.mutate()}
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        <p className={styles.hint}>{t('mergeChoicesText')}</p>
        <SettingRow label={t('mergeInto')}>
          <Select<string>
            value={into}
            aria-label={t('mergeInto')}
            style={{ width: '100%' }}
            options={choices.map((choice) => ({ value: choice.value, label: label(choice.label) }))}
            onChange={(next: string) => {
              setInto(next);
              setFrom(from.filter((value) => value !== next));
            }}
          />
        </SettingRow>
        <SettingRow label={t('mergeFrom')}>
          <div className={styles.mergeFrom}>
            {others.map((choice) => (
              <Checkbox key={choice.value} checked={from.includes(choice.value)} onChange={(event) => setFrom(event.target.checked ? [...from, choice.value] : from.filter((value) => value !== choice.value))}>
                <ChoiceTag choice={choice} value={choice.value} />
              </Checkbox>
            ))}
          </div>
        </SettingRow>
        <ErrorProblems error={merge.error} />
      </div>
    </Modal>
  );
}
