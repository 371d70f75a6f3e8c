/** What a list is grouped by: up to three fields, one inside the other; dates by day, week, month, quarter or year. */

import { Button, Popover, Select } from 'antd';
import { ArrowUpOutlined, DeleteOutlined, GroupOutlined } from '@ant-design/icons';
import { DATE_BUCKETS, type EntityDocument } from '@tessera/contract';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { recordTexts } from '../texts.ts';
import { MAX_GROUPS, beginGroup, isDateLike, isGroupable, type DateBucket, type GroupKey } from './grouping.ts';
import { fieldOptions, useListFields } from './list-fields.ts';
import { moved } from './moved.ts';
import styles from './list-toolbar.module.css';

interface GroupButtonProps {
  readonly entity: EntityDocument;
  readonly keys: readonly GroupKey[];
  readonly onGroup: (keys: readonly GroupKey[]) => void;
}

export function GroupButton({ entity, keys, onGroup }: GroupButtonProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const fields = useListFields(entity);
  const put = onGroup;
  const free = fieldOptions(fields, label, t('ownFields'), (field) => isGroupable(field) && fields.isClear(field.key) && !keys.some((key) => key.field === field.key));
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <div className={styles.sortPanel}>
          {keys.length === 0 ? <p className={styles.quiet}>{t('groupNone')}</p> : null}
          {keys.map((key, index) => {
            const field = fields.fieldOf(key.field);
            const name = label(field?.label) || key.field;
            return (
              <div key={key.field} className={styles.sortLine}>
                <span className={styles.sortName}>{name}</span>
                {field && isDateLike(field) ? (
                  <Select<DateBucket>
                    size="small"
                    aria-label={t('bucketOf', { field: name })}
                    value={key.bucket ?? 'month'}
                    options={DATE_BUCKETS.map((bucket) => ({ value: bucket, label: t(`bucket_${bucket}`) }))}
                    onChange={(bucket: DateBucket) => put(keys.map((one, at) => (at === index ? { ...one, bucket } : one)))}
                  />
                ) : null}
                <Select
                  size="small"
                  aria-label={t('directionOf', { field: name })}
                  value={key.desc ? 'desc' : 'asc'}
                  options={[{ value: 'asc', label: t('ascending') }, { value: 'desc', label: t('descending') }]}
                  onChange={(direction) => put(keys.map((one, at) => (at === index ? withDirection(one, direction === 'desc') : one)))}
                />
                <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={t('moveUp', { name })} onClick={() => put(moved(keys, index, index - 1))} />
                <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('removeGroup', { field: name })} onClick={() => put(keys.filter((_, at) => at !== index))} />
              </div>
            );
          })}
          {keys.length < MAX_GROUPS ? (
            <Select<string | null>
              style={{ width: '100%' }}
              value={null}
              placeholder={t('addGroup')}
              aria-label={t('addGroup')}
              popupMatchSelectWidth={false}
              showSearch={{ optionFilterProp: 'label' }}
              options={free}
              onChange={(path: string | null) => {
                const field = path === null ? undefined : fields.fieldOf(path);
                if (field) put([...keys, beginGroup(field)]);
              }}
            />
          ) : null}
        </div>
      }
    >
      <Button icon={<GroupOutlined />} className={keys.length > 0 ? styles.active : undefined}>
        <span className={styles.buttonText}>{keys.length > 0 ? t('groupCount', { count: keys.length }) : t('group')}</span>
      </Button>
    </Popover>
  );
}

function withDirection({ field, bucket }: GroupKey, desc: boolean): GroupKey {
  return { field, ...(bucket ? { bucket } : {}), ...(desc ? { desc } : {}) };
}
