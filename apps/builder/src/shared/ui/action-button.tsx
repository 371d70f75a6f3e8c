import { Button, Tooltip, type ButtonProps } from 'antd';

/** A button that says why it cannot be used: give `reason` (a sentence) and it is disabled with that as its tooltip. */
export function ActionButton({ reason, title, ...button }: ButtonProps & { reason?: string | null | undefined }) {
  if (!reason) return title ? <Tooltip title={title}><Button aria-label={title} {...button} /></Tooltip> : <Button {...button} />;
  return (
    <Tooltip title={reason}>
      {/* aria-disabled and not disabled: the button keeps the focus and so its reason can be reached by keyboard. */}
      <Button {...button} aria-label={title} aria-disabled aria-description={reason} className={`${button.className ?? ''} ant-btn-disabled t-disabled`} onClick={(event) => event.preventDefault()} htmlType="button" href={undefined as never} />
    </Tooltip>
  );
}
