import { Button, Tooltip } from 'antd';
import { useTexts } from '../../i18n/index.ts';
import type { FieldWidgetProps } from '../form-context.ts';
import { recordFormTexts } from '../texts.ts';

/** A button works on what is saved; while one edits, it says so. */
export function ButtonWidget({ id, label }: FieldWidgetProps) {
  const t = useTexts(recordFormTexts);
  return (
    <Tooltip title={t('buttonWhenSaved')}>
      <span>
        <Button id={id} disabled>
          {label}
        </Button>
      </span>
    </Tooltip>
  );
}
