/** text, longText, phone, email, url: kept as typed; the validator says what is wrong with it. */

import { Input } from 'antd';
import type { TextOptions } from '@tessera/contract';
import { textOf, type FieldWidgetProps } from '../form-context.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';

function lineWidget(kind: { readonly type?: string; readonly inputMode?: 'tel' | 'email' | 'url'; readonly autoComplete?: string }) {
  return function LineWidget(props: FieldWidgetProps) {
    const { id, field, value, onChange, readonly, invalid, cell, label } = props;
    if (readonly) return <ReadOnlyWidget {...props} />;
    return (
      <Input
        id={id}
        {...kind}
        {...(cell ? { 'aria-label': label, variant: 'borderless' as const } : {})}
        {...(invalid ? { status: 'error' as const } : {})}
        autoComplete="off"
        maxLength={(field.options as TextOptions | undefined)?.maxLength ?? 4000}
        value={textOf(value)}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      />
    );
  };
}

export const TextWidget = lineWidget({});
export const PhoneWidget = lineWidget({ type: 'tel', inputMode: 'tel' });
export const EmailWidget = lineWidget({ inputMode: 'email' });
export const UrlWidget = lineWidget({ inputMode: 'url' });

export function LongTextWidget(props: FieldWidgetProps) {
  const { id, value, onChange, readonly, invalid, cell, label } = props;
  if (readonly) return <ReadOnlyWidget {...props} />;
  return (
    <Input.TextArea
      id={id}
      {...(cell ? { 'aria-label': label, variant: 'borderless' as const } : {})}
      {...(invalid ? { status: 'error' as const } : {})}
      autoSize={cell ? { minRows: 1, maxRows: 4 } : { minRows: 3, maxRows: 14 }}
      value={textOf(value)}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  );
}
