import { useState } from 'react';
import { DatePicker, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { QueryOf, Ref, routes } from '@tessera/contract';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { allFields } from '../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { MemberPicker } from '../../shared/inputs/index.ts';
import { GROUPS } from './entry-words.ts';
import styles from './audit.module.css';
import { auditTexts } from './texts.ts';

export type TrailFilter = NonNullable<QueryOf<typeof routes.exportAudit>>;

export function TrailFilters({ filter, onFilter }: { filter: TrailFilter; onFilter: (filter: TrailFilter) => void }) {
  const t = useTexts(auditTexts);
  const label = useLabel();
  const [person, setPerson] = useState<Ref | null>(null);
  const model = useWorkspaceModel();
  const entity = filter.entity === undefined ? undefined : model.entity(filter.entity);
  /** Undefined takes a part away. */
  const put = (change: { readonly [K in keyof TrailFilter]?: TrailFilter[K] | undefined }) =>
    onFilter(Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined)) as TrailFilter);
  const dates: [Dayjs | null, Dayjs | null] = [filter.from ? dayjs(filter.from) : null, filter.to ? dayjs(filter.to) : null];
  return (
    <div className={styles.filters}>
      <DatePicker.RangePicker
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        allowEmpty={[true, true]}
        aria-label={t('time')}
        value={dates}
        onChange={(next) => put({ from: next?.[0]?.toISOString(), to: next?.[1]?.toISOString() })}
      />
      <MemberPicker
        value={person}
        placeholder={t('anyPerson')}
        ariaLabel={t('person')}
        onChange={(next) => {
          setPerson(next);
          put({ actor: next?.id });
        }}
      />
      <Select<string> allowClear aria-label={t('action')} placeholder={t('anyAction')} value={filter.action ?? null} options={GROUPS.map((group) => ({ value: group, label: t(`group_${group}`) }))} onChange={(action: string | undefined) => put({ action })} />
      <Select<string>
        allowClear
        aria-label={t('entity')}
        placeholder={t('anyEntity')}
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.entity ?? null}
        options={model.app.entities.map((one) => ({ value: one.key, label: label(one.label) }))}
        onChange={(key: string | undefined) => put({ entity: key, field: undefined })}
      />
      <Select<string>
        allowClear
        aria-label={t('field')}
        placeholder={t('anyField')}
        disabled={!entity}
        title={entity ? '' : t('entityFirst')}
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.field ?? null}
        options={entity ? allFields(entity).map((field) => ({ value: field.key, label: label(field.label) })) : []}
        onChange={(field: string | undefined) => put({ field })}
      />
    </div>
  );
}
