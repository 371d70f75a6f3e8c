import { Button, Tooltip } from 'antd';
import { EditOutlined } from '@ant-design/icons';
import { MaskedText } from '../../fields/index.ts';
import { useTexts } from '../../i18n/index.ts';
import { recordFormTexts } from '../texts.ts';
import styles from './widgets.module.css';

interface MaskedTextWidgetProps {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  readonly cell: boolean;
  readonly readonly: boolean;
  readonly onReplace: () => void;
}

/** A value one sees only part of. Whoever may write it gives another one, from nothing. */
export function MaskedTextWidget({ id, text, label, cell, readonly, onReplace }: MaskedTextWidgetProps) {
  const t = useTexts(recordFormTexts);
  const replace = () => {
    onReplace();
    requestAnimationFrame(() => document.getElementById(id)?.focus());
  };
  return (
    <div className={styles.masked} data-cell={cell || undefined}>
      <output id={id}>
        <MaskedText text={text} />
      </output>
      {readonly ? null : (
        <Tooltip title={t('replaceText')}>
          <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('replaceField', { field: label })} onClick={replace}>
            {cell ? null : t('replace')}
          </Button>
        </Tooltip>
      )}
    </div>
  );
}
