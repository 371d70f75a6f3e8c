/** Choosing a member or a record of another entity, by typing part of its name. */

import { Select, type SelectProps } from 'antd';
import type { Filter, Ref } from '@tessera/contract';
import { MemberAvatar } from '../fields/member-avatar.tsx';
import { useTexts } from '../i18n/index.ts';
import { useMemberOptions, useRecordOptions, type ReferenceOptions } from './reference-options.ts';
import { inputTexts } from './texts.ts';

interface PickerProps {
  readonly id?: string | undefined;
  readonly value: Ref | null;
  readonly onChange: (value: Ref | null) => void;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly status?: 'error' | undefined;
  readonly size?: SelectProps['size'];
  readonly variant?: SelectProps['variant'];
  readonly placeholder?: string;
  readonly ariaLabel?: string | undefined;
  readonly onBlur?: () => void;
  /** Offered before everything that is found. */
  readonly first?: readonly Ref[];
}

export function MemberPicker(props: PickerProps) {
  const t = useTexts(inputTexts);
  const options = useMemberOptions();
  return (
    <ReferenceSelect
      {...props}
      placeholder={props.placeholder ?? t('pickMember')}
      options={options}
      nothing={t('nobodyFound')}
      render={(ref) => (
        <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
          <MemberAvatar id={ref.id} name={ref.label} />
          {ref.label}
        </span>
      )}
    />
  );
}

/** `filter`: which records may be chosen at all. */
export function RecordPicker({ entity, filter, ...props }: PickerProps & { readonly entity: string; readonly filter?: Filter | undefined }) {
  const t = useTexts(inputTexts);
  const options = useRecordOptions(entity, filter);
  return <ReferenceSelect {...props} placeholder={props.placeholder ?? t('pickRecord', { entity: options.entityLabel })} options={options} nothing={filter ? t('nothingAllowed') : t('nothingFound')} />;
}

interface ReferenceSelectProps extends PickerProps {
  readonly options: ReferenceOptions;
  readonly nothing: string;
  readonly render?: (ref: Ref) => React.ReactNode;
}

function ReferenceSelect({ id, value, onChange, options, first = [], nothing, render, status, size, variant, ariaLabel, onBlur, ...rest }: ReferenceSelectProps) {
  const t = useTexts(inputTexts);
  const all = [...first, ...options.found.filter((option) => !first.some((one) => one.id === option.id))];
  const known = new Map(all.map((ref) => [ref.id, ref]));
  return (
    <Select<string>
      {...rest}
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      {...(size ? { size } : {})}
      {...(variant ? { variant } : {})}
      aria-label={ariaLabel}
      style={{ width: '100%' }}
      value={value?.id ?? null}
      allowClear
      showSearch={{ filterOption: false, onSearch: options.search }}
      loading={options.loading}
      notFoundContent={options.loading ? null : options.failed ? t('searchFailed') : nothing}
      onFocus={options.want}
      onOpenChange={(open) => open && options.want()}
      onBlur={onBlur}
      onChange={(next: string | undefined) => onChange(next === undefined ? null : (known.get(next) ?? null))}
      options={all.map((ref) => ({ value: ref.id, label: ref.label }))}
      labelRender={({ value: chosen, label }) => {
        const ref = chosen === value?.id && value.label ? value : known.get(String(chosen));
        return ref ? (render ? render(ref) : ref.label) : label;
      }}
      optionRender={(option) => (render ? render({ id: String(option.value), label: String(option.label) }) : option.label)}
    />
  );
}
