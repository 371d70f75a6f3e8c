import { TreeSelect, type TreeSelectProps } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { Ref } from '@tessera/contract';
import { departmentTree, departmentsQuery } from '../departments/index.ts';
import { useTexts } from '../i18n/index.ts';
import { inputTexts } from './texts.ts';

interface DepartmentPickerProps {
  readonly id?: string | undefined;
  readonly value: Ref | null;
  readonly onChange: (value: Ref | null) => void;
  readonly disabled?: boolean;
  /** This department and what is below it cannot be chosen. */
  readonly without?: string | undefined;
  readonly status?: 'error' | undefined;
  readonly variant?: TreeSelectProps['variant'];
  readonly placeholder?: string;
  readonly ariaLabel?: string | undefined;
}

export function DepartmentPicker({ id, value, onChange, without, status, variant, ariaLabel, placeholder, disabled }: DepartmentPickerProps) {
  const t = useTexts(inputTexts);
  const found = useQuery(departmentsQuery);
  const departments = found.data?.items ?? [];
  const known = departments.some((one) => one.id === value?.id);
  return (
    <TreeSelect<string | null>
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      {...(variant ? { variant } : {})}
      disabled={disabled ?? false}
      aria-label={ariaLabel}
      style={{ width: '100%' }}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDefaultExpandAll
      popupMatchSelectWidth={false}
      placeholder={placeholder ?? t('pickDepartment')}
      notFoundContent={found.isPending ? null : found.isError ? t('searchFailed') : t('noDepartments')}
      value={value?.id ?? null}
      treeData={[...departmentTree(departments, without), ...(value && !known && found.data ? [{ key: value.id, value: value.id, title: value.label, disabled: true }] : [])]}
      onChange={(next) => onChange(next ? { id: next, label: departments.find((one) => one.id === next)?.name ?? '' } : null)}
    />
  );
}
