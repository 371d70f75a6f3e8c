/** date and datetime, the latter on the workspace's clock; time and duration. */

import { ClockInput, DateInput, DurationInput } from '../../inputs/index.ts';
import { textOrNull, type FieldWidgetProps } from '../form-context.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';

function timeWidget(withTime: boolean) {
  return function TimeWidget(props: FieldWidgetProps) {
    const { id, value, onChange, readonly, invalid, cell, label } = props;
    if (readonly) return <ReadOnlyWidget {...props} />;
    return <DateInput id={id} withTime={withTime} value={textOrNull(value)} onChange={onChange} status={invalid ? 'error' : undefined} {...(cell ? { ariaLabel: label, variant: 'borderless' as const } : {})} />;
  };
}

export const DateWidget = timeWidget(false);
export const DatetimeWidget = timeWidget(true);

function clockWidget(Control: typeof ClockInput) {
  return function ClockWidget(props: FieldWidgetProps) {
    const { id, value, onChange, readonly, invalid, cell, label } = props;
    if (readonly) return <ReadOnlyWidget {...props} />;
    return <Control id={id} value={textOrNull(value)} onChange={onChange} status={invalid ? 'error' : undefined} {...(cell ? { ariaLabel: label, variant: 'borderless' as const } : {})} />;
  };
}

export const ClockWidget = clockWidget(ClockInput);
export const DurationWidget = clockWidget(DurationInput);
