import { Input } from 'antd';
import { isIdCard } from '@tessera/model';
import { formatDate } from '../../fields/index.ts';
import { useLocale, useTexts } from '../../i18n/index.ts';
import { textOf, type FieldWidgetProps } from '../form-context.ts';
import { recordFormTexts } from '../texts.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';
import styles from './widgets.module.css';

/** With the birth date that a right number says, so that a slip of the finger is seen. */
export function IdCardWidget(props: FieldWidgetProps) {
  const { id, value, onChange, readonly, invalid, cell, label } = props;
  const t = useTexts(recordFormTexts);
  const locale = useLocale();
  if (readonly) return <ReadOnlyWidget {...props} />;
  const number = textOf(value);
  return (
    <>
      <Input
        id={id}
        className="t-num"
        {...(cell ? { 'aria-label': label, variant: 'borderless' as const } : {})}
        {...(invalid ? { status: 'error' as const } : {})}
        autoComplete="off"
        maxLength={24}
        value={number}
        onChange={(event) => {
          const typed = event.target.value.replaceAll(/\s/g, '').toUpperCase();
          onChange(typed === '' ? null : typed);
        }}
      />
      {!cell && number.length === 18 && isIdCard(number) ? <div className={styles.idCard}>{t('bornOn', { date: formatDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`, locale) })}</div> : null}
    </>
  );
}
