/** One field of many records gets one value. */

import { useState } from 'react';
import { Modal, Select } from 'antd';
import type { EntityDocument, FieldDocument, RecordChange } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { allFields } from '../../../shared/fields/index.ts';
import { commonTexts, useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { CELL_WIDGETS, useFieldContext } from '../../../shared/record-form/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { recordTexts } from '../texts.ts';
import type { SelectedRow } from './use-selection.ts';
import styles from './selection-bar.module.css';

interface BulkEditDialogProps {
  readonly entity: EntityDocument;
  readonly count: number;
  readonly onApply: (changeOf: (row: SelectedRow) => RecordChange) => void;
  readonly onClose: () => void;
}

export function BulkEditDialog({ entity, count, onApply, onClose }: BulkEditDialogProps) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const ability = useAbility();
  const context = useFieldContext(entity);
  const [field, setField] = useState<FieldDocument | null>(null);
  const [value, setValue] = useState<unknown>(null);
  const writable = allFields(entity).filter((one) => isBulkEditable(one) && ability.can('update', entity.key, one.key));
  const Widget = field ? CELL_WIDGETS[typeOf(field).widget] : undefined;
  const apply = (key: string): void => onApply(({ id, version }) => ({ op: 'update', id, version, values: { [key]: value ?? null } }));
  return (
    <Modal
      open
      centered
      width={480}
      title={t('bulkEditTitle', { count })}
      okText={t('bulkApply', { count })}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: field === null }}
      onOk={() => field && apply(field.key)}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <div>
          <label className={styles.label} htmlFor="bulk-field">
            {t('bulkField')}
          </label>
          <Select<string | null>
            id="bulk-field"
            style={{ width: '100%' }}
            placeholder={t('bulkFieldChoose')}
            value={field?.key ?? null}
            showSearch={{ optionFilterProp: 'label' }}
            options={writable.map((one) => ({ value: one.key, label: label(one.label) }))}
            onChange={(key: string | null) => {
              setField(writable.find((one) => one.key === key) ?? null);
              setValue(null);
            }}
          />
        </div>
        {field && Widget ? (
          <div>
            <label className={styles.label} htmlFor="bulk-value">
              {t('bulkValue')}
            </label>
            <Widget key={field.key} id="bulk-value" field={field} value={value} onChange={setValue} readonly={false} invalid={false} cell={false} label={label(field.label)} context={context} />
            <p className={styles.quiet}>{t('bulkEmpty')}</p>
          </div>
        ) : null}
      </div>
    </Modal>
  );
}

const NOT_IN_BULK: ReadonlySet<FieldDocument['type']> = new Set(['subform', 'button', 'file', 'image', 'signature']);

function isBulkEditable(field: FieldDocument): boolean {
  const type = typeOf(field);
  return !type.readOnly && type.computes === null && !NOT_IN_BULK.has(field.type) && !['created_at', 'created_by', 'updated_at', 'updated_by'].includes(field.key) && !field.unique;
}
