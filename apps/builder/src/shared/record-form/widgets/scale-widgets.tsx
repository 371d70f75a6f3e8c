/** rating and progress: how much of something, set with one gesture. */

import { Rate, Slider } from 'antd';
import { DecimalInput } from '../../inputs/index.ts';
import { textOrNull, type FieldWidgetProps } from '../form-context.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';
import { useWidgetOptions } from './widget-options.ts';
import styles from './widgets.module.css';

export function RatingWidget(props: FieldWidgetProps) {
  const { id, value, onChange, readonly, label } = props;
  const { max } = useWidgetOptions<{ readonly max: number }>(props);
  if (readonly) return <ReadOnlyWidget {...props} />;
  return (
    <span id={id} className={styles.rating} role="group" aria-label={label}>
      <Rate count={max} value={Number(textOrNull(value) ?? 0)} onChange={(stars) => onChange(stars === 0 ? null : String(stars))} />
    </span>
  );
}

/** The slider steps by a twentieth; what is finer is typed. */
export function ProgressWidget(props: FieldWidgetProps) {
  const { id, value, onChange, readonly, invalid, cell, label } = props;
  if (readonly) return <ReadOnlyWidget {...props} />;
  const fraction = textOrNull(value);
  const percent = Number(fraction ?? 0) * 100;
  return (
    <span className={styles.progress} data-cell={cell || undefined}>
      {cell ? null : (
        <Slider
          className={styles.slider ?? ''}
          min={0}
          max={100}
          step={5}
          value={Number.isFinite(percent) ? percent : 0}
          tooltip={{ open: false }}
          ariaLabelForHandle={label}
          onChange={(next) => onChange(next === 100 ? '1' : `0.${String(next).padStart(2, '0')}`)}
        />
      )}
      <span className={styles.percent}>
        <DecimalInput id={id} kind="percent" value={fraction} onChange={onChange} status={invalid ? 'error' : undefined} {...(cell ? { ariaLabel: label, variant: 'borderless' as const } : {})} />
      </span>
    </span>
  );
}
