import { useState } from 'react';
import { Button } from 'antd';
import { EyeOutlined } from '@ant-design/icons';
import type { ComponentType } from 'react';
import { isEmptyValue } from '../../fields/index.ts';
import { useTexts } from '../../i18n/index.ts';
import type { FieldWidgetProps } from '../form-context.ts';
import { recordFormTexts } from '../texts.ts';
import styles from './widgets.module.css';

/** A value that is kept encrypted is neither shown nor changed by accident: it is there when asked for. */
export function MaskedWidget({ Widget, ...props }: FieldWidgetProps & { readonly Widget: ComponentType<FieldWidgetProps> }) {
  const t = useTexts(recordFormTexts);
  const [open, setOpen] = useState(() => isEmptyValue(props.value));
  if (open || props.readonly) return <Widget {...props} />;
  return (
    <div className={styles.reveal} data-cell={props.cell || undefined} data-invalid={props.invalid || undefined}>
      <span className={styles.dots} aria-hidden>
        ••••••
      </span>
      <Button id={props.id} size="small" type="text" icon={<EyeOutlined />} aria-label={t('showField', { field: props.label })} onClick={() => setOpen(true)}>
        {props.cell ? null : t('show')}
      </Button>
    </div>
  );
}
