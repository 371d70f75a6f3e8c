import { Cascader, type CascaderProps } from 'antd';
import { useMemo } from 'react';
import type { RegionLevel, RegionNode } from '@tessera/model';
import { useTexts } from '../i18n/index.ts';
import { useRegions } from '../regions/index.ts';
import { inputTexts } from './texts.ts';

interface RegionInputProps {
  readonly id?: string | undefined;
  /** Six-digit code. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  /** How far one must go. */
  readonly level?: RegionLevel;
  /** One may stop anywhere above `level`. */
  readonly loose?: boolean;
  readonly disabled?: boolean;
  readonly status?: 'error' | undefined;
  readonly variant?: CascaderProps['variant'];
  readonly ariaLabel?: string | undefined;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly children?: Option[];
}
const DEPTHS = { province: 1, city: 2, district: 3 } as const;

/** Province, city, district, each chosen from those of the one before, or found by typing. */
export function RegionInput({ id, value, onChange, level = 'district', loose = false, disabled, status, variant, ariaLabel }: RegionInputProps) {
  const t = useTexts(inputTexts);
  const regions = useRegions();
  const options = useMemo(() => (regions ? optionsOf(regions.tree, DEPTHS[level]) : []), [regions, level]);
  const path = value === null ? [] : (regions?.path(value).map(({ code }) => code) ?? []);
  return (
    <Cascader<Option>
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      {...(variant ? { variant } : {})}
      aria-label={ariaLabel}
      style={{ width: '100%' }}
      disabled={disabled ?? false}
      loading={regions === null}
      allowClear
      changeOnSelect={loose}
      showSearch={{ limit: 30, matchInputWidth: false, filter: (text, way) => way.map(({ label }) => label).join('').includes(text.replaceAll(/[\s/]/g, '')) }}
      placeholder={t('pickRegion')}
      options={options}
      // A code that names nothing is shown as it is, so that nothing is lost by opening a form.
      value={value !== null && path.length === 0 ? [value] : path}
      displayRender={(labels) => labels.join(' / ')}
      onChange={(next) => onChange((next as string[] | undefined)?.at(-1) ?? null)}
    />
  );
}

function optionsOf(nodes: readonly RegionNode[], depth: number): Option[] {
  return nodes.map(({ code, name, children }) => ({ value: code, label: name, ...(depth > 1 && children?.length ? { children: optionsOf(children, depth - 1) } : {}) }));
}
