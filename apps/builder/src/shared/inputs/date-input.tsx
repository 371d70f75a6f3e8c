import { DatePicker, type DatePickerProps } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useLocale } from '../i18n/index.ts';
import { useSession } from '../session/index.ts';
import { fromWallClock, toWallClock } from './zoned-time.ts';

interface DateInputProps {
  readonly id?: string | undefined;
  /** 'YYYY-MM-DD', or an instant when `withTime`. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly withTime?: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly status?: 'error' | undefined;
  readonly size?: DatePickerProps['size'];
  readonly variant?: DatePickerProps['variant'];
  readonly ariaLabel?: string | undefined;
  readonly onBlur?: () => void;
}

/** A day, or a point in time on the workspace's clock. */
export function DateInput({ value, onChange, withTime = false, ariaLabel, status, size, variant, id, ...rest }: DateInputProps) {
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const shown = value === null ? null : withTime ? toWallClock(value, timeZone) : valid(dayjs(value));
  const day = locale === 'en' ? 'MMM D, YYYY' : 'YYYY-MM-DD';
  return (
    <DatePicker
      {...rest}
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      {...(size ? { size } : {})}
      {...(variant ? { variant } : {})}
      aria-label={ariaLabel}
      // Enter takes the day that was typed; it does not send the form.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      style={{ width: '100%' }}
      value={shown}
      format={[withTime ? `${day} HH:mm` : day, withTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD', 'YYYY/M/D']}
      {...(withTime ? { showTime: { format: 'HH:mm' } } : {})}
      onChange={(next: Dayjs | null) => onChange(!next ? null : withTime ? fromWallClock(next, timeZone) : next.format('YYYY-MM-DD'))}
    />
  );
}

const valid = (day: Dayjs): Dayjs | null => (day.isValid() ? day : null);
