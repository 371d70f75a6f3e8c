/** What a tool of the list opens: a panel below its button on a desk, a sheet from below on a phone. */

import type { ReactElement, ReactNode } from 'react';
import { Button, Drawer, Popover } from 'antd';
import { commonTexts, useTexts } from '../../../shared/i18n/index.ts';
import { useIsPhone } from '../../../shared/ui/index.ts';

interface ToolPanelProps {
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly button: ReactElement;
  readonly children: ReactNode;
}

export function ToolPanel({ title, open, onOpenChange, button, children }: ToolPanelProps) {
  const common = useTexts(commonTexts);
  const isPhone = useIsPhone();
  if (!isPhone) {
    return (
      <Popover open={open} trigger="click" placement="bottomRight" arrow={false} onOpenChange={onOpenChange} content={children}>
        {button}
      </Popover>
    );
  }
  return (
    <>
      <span onClick={() => onOpenChange(true)}>{button}</span>
      <Drawer
        open={open}
        placement="bottom"
        size="82%"
        title={title}
        onClose={() => onOpenChange(false)}
        footer={
          <Button type="primary" block onClick={() => onOpenChange(false)}>
            {common('done')}
          </Button>
        }
      >
        {children}
      </Drawer>
    </>
  );
}
