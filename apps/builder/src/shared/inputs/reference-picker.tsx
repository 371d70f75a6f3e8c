/** Choosing a member or a record of another entity, by typing part of its name. */

import { useMemo, useState } from 'react';
import { Select, type SelectProps } from 'antd';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Ref } from '@tessera/contract';
import { call, routes } from '../api/index.ts';
import { useWorkspaceModel } from '../app-model/index.ts';
import { MemberAvatar } from '../fields/member-avatar.tsx';
import { refLabel } from '../fields/references.ts';
import { useLabel, useTexts } from '../i18n/index.ts';
import { inputTexts } from './texts.ts';
import { useDebounced } from './use-debounced.ts';

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
  const [search, setSearch] = useState('');
  const [wanted, setWanted] = useState(false);
  const asked = useDebounced(search);
  const found = useQuery({
    queryKey: ['member-options', asked],
    queryFn: ({ signal }) => call(routes.memberOptions, { query: asked ? { search: asked } : {}, signal }),
    enabled: wanted,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return (
    <ReferenceSelect
      {...props}
      placeholder={props.placeholder ?? t('pickMember')}
      options={found.data?.items ?? []}
      loading={wanted && found.isPending}
      nothing={found.isError ? t('searchFailed') : t('nobodyFound')}
      onSearch={setSearch}
      onWanted={() => setWanted(true)}
      render={(ref) => (
        <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
          <MemberAvatar id={ref.id} name={ref.label} />
          {ref.label}
        </span>
      )}
    />
  );
}

export function RecordPicker({ entity, ...props }: PickerProps & { readonly entity: string }) {
  const t = useTexts(inputTexts);
  const label = useLabel();
  const model = useWorkspaceModel();
  const document = model.entity(entity);
  const [search, setSearch] = useState('');
  const [wanted, setWanted] = useState(false);
  const asked = useDebounced(search);
  const titleField = document?.titleField;
  const found = useQuery({
    queryKey: ['records', entity, 'options', asked],
    queryFn: ({ signal }) => call(routes.queryRecords, { params: { entity }, body: { fields: titleField ? [titleField] : [], limit: 20, ...(asked ? { search: asked } : {}) }, signal }),
    enabled: wanted && document !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
  const options = useMemo(
    () => (found.data?.rows ?? []).map((row): Ref => ({ id: row.id, label: refLabel({ id: row.id, label: refLabel(titleField ? row.values[titleField] : '') }) })),
    [found.data, titleField],
  );
  return (
    <ReferenceSelect
      {...props}
      placeholder={props.placeholder ?? t('pickRecord', { entity: label(document?.label) })}
      options={options}
      loading={wanted && found.isPending}
      nothing={found.isError ? t('searchFailed') : t('nothingFound')}
      onSearch={setSearch}
      onWanted={() => setWanted(true)}
    />
  );
}

interface ReferenceSelectProps extends PickerProps {
  readonly options: readonly Ref[];
  readonly loading: boolean;
  readonly nothing: string;
  readonly onSearch: (text: string) => void;
  readonly onWanted: () => void;
  readonly render?: (ref: Ref) => React.ReactNode;
}

function ReferenceSelect({ id, value, onChange, options, first = [], loading, nothing, onSearch, onWanted, render, status, size, variant, ariaLabel, onBlur, ...rest }: ReferenceSelectProps) {
  const all = [...first, ...options.filter((option) => !first.some((one) => one.id === option.id))];
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
      showSearch={{ filterOption: false, onSearch }}
      loading={loading}
      notFoundContent={loading ? null : nothing}
      onFocus={onWanted}
      onOpenChange={(open) => open && onWanted()}
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
