import { Suspense, lazy } from 'react';
import { Skeleton } from 'antd';
import type { FieldWidgetProps } from '../form-context.ts';
import { textOrNull } from '../form-context.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';

const RichTextEditor = lazy(async () => ({ default: (await import('../rich-text/rich-text-editor.tsx')).RichTextEditor }));

export function RichTextWidget(props: FieldWidgetProps) {
  if (props.readonly) return <ReadOnlyWidget {...props} />;
  const { id, value, onChange, invalid, cell, label } = props;
  return (
    <Suspense fallback={<Skeleton.Input active block style={{ height: cell ? 34 : 148 }} />}>
      <RichTextEditor id={id} label={label} html={textOrNull(value)} onChange={onChange} invalid={invalid} compact={cell} />
    </Suspense>
  );
}
