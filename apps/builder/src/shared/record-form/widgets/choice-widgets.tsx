/** checkbox, select, multiSelect. */

import { Select, Switch } from 'antd';
import { textIn, type SelectOptions } from '@tessera/contract';
import { ChoiceTag } from '../../fields/choice-tag.tsx';
import { useLocale, useTexts } from '../../i18n/index.ts';
import { textOrNull, type FieldWidgetProps } from '../form-context.ts';
import { recordFormTexts } from '../texts.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';

export function CheckboxWidget(props: FieldWidgetProps) {
  const { id, value, onChange, readonly, label } = props;
  if (readonly) return <ReadOnlyWidget {...props} />;
  return <Switch id={id} aria-label={label} checked={value === true} onChange={(checked) => onChange(checked)} />;
}

export function SelectWidget(props: FieldWidgetProps) {
  const { value, onChange, readonly } = props;
  const shared = useChoices(props);
  if (readonly) return <ReadOnlyWidget {...props} />;
  return <Select<string | null> {...shared} value={textOrNull(value)} onChange={(next: string | null | undefined) => onChange(next ?? null)} />;
}

export function MultiSelectWidget(props: FieldWidgetProps) {
  const { value, onChange, readonly } = props;
  const shared = useChoices(props);
  if (readonly) return <ReadOnlyWidget {...props} />;
  return <Select<string[]> {...shared} mode="multiple" value={Array.isArray(value) ? (value as string[]) : []} onChange={(next: string[]) => onChange(next.length > 0 ? next : null)} />;
}

function useChoices({ id, field, invalid, cell, label }: FieldWidgetProps) {
  const t = useTexts(recordFormTexts);
  const locale = useLocale();
  const choices = (field.options as SelectOptions | undefined)?.choices ?? [];
  return {
    id,
    style: { width: '100%' },
    allowClear: !field.required,
    popupMatchSelectWidth: !cell,
    placeholder: cell ? null : t('choose'),
    showSearch: { optionFilterProp: 'search' as const },
    options: choices.map((choice) => ({ value: choice.value, search: textIn(choice.label, locale), label: <ChoiceTag choice={choice} value={choice.value} /> })),
    ...(invalid ? { status: 'error' as const } : {}),
    ...(cell ? { 'aria-label': label, variant: 'borderless' as const } : {}),
  };
}
