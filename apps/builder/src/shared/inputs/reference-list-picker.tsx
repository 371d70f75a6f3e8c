/** Choosing several members, or several records of another entity. */

import { useMemo, useState, type ReactNode } from 'react';
import { Select, type SelectProps } from 'antd';
import type { Filter, Ref } from '@tessera/contract';
import { MemberAvatar } from '../fields/member-avatar.tsx';
import { useTexts } from '../i18n/index.ts';
import { useMemberOptions, useRecordOptions, type ReferenceOptions } from './reference-options.ts';
import { inputTexts } from './texts.ts';

interface ListPickerProps {
  readonly id?: string | undefined;
  readonly value: readonly Ref[];
  readonly onChange: (value: readonly Ref[]) => void;
  readonly max?: number | undefined;
  readonly disabled?: boolean;
  readonly status?: 'error' | undefined;
  readonly variant?: SelectProps['variant'];
  readonly placeholder?: string;
  readonly ariaLabel?: string | undefined;
}

export function MemberListPicker(props: ListPickerProps) {
  const t = useTexts(inputTexts);
  const options = useMemberOptions();
  return <ReferenceListSelect {...props} options={options} placeholder={props.placeholder ?? t('pickMembers')} nothing={t('nobodyFound')} render={(ref) => <MemberOption member={ref} />} />;
}

export function RecordListPicker({ entity, filter, ...props }: ListPickerProps & { readonly entity: string; readonly filter?: Filter | undefined }) {
  const t = useTexts(inputTexts);
  const options = useRecordOptions(entity, filter);
  return <ReferenceListSelect {...props} options={options} placeholder={props.placeholder ?? t('pickRecord', { entity: options.entityLabel })} nothing={filter ? t('nothingAllowed') : t('nothingFound')} />;
}

const MemberOption = ({ member }: { member: Ref }): ReactNode => (
  <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
    <MemberAvatar id={member.id} name={member.label} size={18} />
    {member.label}
  </span>
);

interface ReferenceListSelectProps extends ListPickerProps {
  readonly options: ReferenceOptions;
  readonly nothing: string;
  readonly render?: (ref: Ref) => ReactNode;
}

function ReferenceListSelect({ id, value, onChange, max, disabled, status, variant, placeholder, ariaLabel, options, nothing, render }: ReferenceListSelectProps) {
  const t = useTexts(inputTexts);
  // What was found by an earlier search stays known while the person goes on searching.
  const [met] = useState(() => new Map<string, Ref>());
  for (const ref of [...options.found, ...value]) if (ref.label || !met.has(ref.id)) met.set(ref.id, ref);
  const shown = useMemo(() => options.found.map((ref) => ({ value: ref.id, label: ref.label })), [options.found]);
  const nameOf = (key: unknown): Ref => met.get(String(key)) ?? { id: String(key), label: '' };
  return (
    <Select<string[]>
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      {...(variant ? { variant } : {})}
      {...(max === undefined ? {} : { maxCount: max })}
      mode="multiple"
      disabled={disabled ?? false}
      aria-label={ariaLabel}
      style={{ width: '100%' }}
      allowClear
      showSearch={{ filterOption: false, onSearch: options.search, autoClearSearchValue: false }}
      placeholder={placeholder}
      loading={options.loading}
      notFoundContent={options.loading ? null : options.failed ? t('searchFailed') : nothing}
      onFocus={options.want}
      onOpenChange={(open) => open && options.want()}
      value={value.map((ref) => ref.id)}
      options={shown}
      labelRender={({ value: key, label }) => (render ? render(nameOf(key)) : nameOf(key).label || label)}
      optionRender={({ value: key, label }) => (render ? render(nameOf(key)) : label)}
      onChange={(next) => onChange(next.map(nameOf))}
    />
  );
}
