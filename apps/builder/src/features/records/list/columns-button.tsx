/** Which columns are shown, in which order; also of the records this one points to. */

import { Button, Checkbox, Popover, Select } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, TableOutlined } from '@ant-design/icons';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { recordTexts } from '../texts.ts';
import { fieldOptions, useListFields } from './list-fields.ts';
import { moved } from './moved.ts';
import type { ColumnChoice, ListColumn } from './list-search.ts';
import styles from './list-toolbar.module.css';

interface ColumnsButtonProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly choice: ColumnChoice;
  readonly onChoice: (choice: ColumnChoice) => void;
}

export function ColumnsButton({ entity, columns, choice, onChoice }: ColumnsButtonProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const fields = useListFields(entity);
  const shown = columns.map(({ field }) => field.key);
  const hidden = fields.own.filter((field) => !shown.includes(field.key) && field.type !== 'subform');
  const put = (next: readonly string[]): void => {
    if (next.length > 0) onChoice({ ...choice, fields: next });
  };
  const box = (field: FieldDocument, on: boolean) => (
    <Checkbox checked={on} disabled={on && shown.length === 1} onChange={(event) => put(event.target.checked ? [...shown, field.key] : shown.filter((key) => key !== field.key))}>
      {label(field.label)}
    </Checkbox>
  );
  const reached = fieldOptions({ ...fields, own: [] }, label, '', (field) => !shown.includes(field.key));
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <div className={styles.columnsPanel}>
          <div className={styles.columnsList}>
            {columns.map(({ field }, index) => (
              <div key={field.key} className={styles.columnLine}>
                {box(field, true)}
                <span className={styles.columnMoves}>
                  <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={t('moveUp', { name: label(field.label) })} onClick={() => put(moved(shown, index, index - 1))} />
                  <Button size="small" type="text" icon={<ArrowDownOutlined />} disabled={index === columns.length - 1} aria-label={t('moveDown', { name: label(field.label) })} onClick={() => put(moved(shown, index, index + 1))} />
                </span>
              </div>
            ))}
            {hidden.map((field) => (
              <div key={field.key} className={styles.columnLine}>
                {box(field, false)}
              </div>
            ))}
          </div>
          {reached.length > 0 ? (
            <Select<string | null>
              style={{ width: '100%', marginBottom: 8 }}
              value={null}
              placeholder={t('addRelatedColumn')}
              aria-label={t('addRelatedColumn')}
              popupMatchSelectWidth={false}
              showSearch={{ optionFilterProp: 'label' }}
              options={reached}
              onChange={(key: string | null) => key && put([...shown, key])}
            />
          ) : null}
          <Button type="text" size="small" disabled={Object.keys(choice).length === 0} onClick={() => onChoice({})}>
            {t('columnsReset')}
          </Button>
        </div>
      }
    >
      <Button icon={<TableOutlined />}>
        <span className={styles.buttonText}>{t('columns')}</span>
      </Button>
    </Popover>
  );
}
