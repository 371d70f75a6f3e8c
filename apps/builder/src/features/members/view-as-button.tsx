import { EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { ADMIN_ROLE, type MemberView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { ActionButton, useIsPhone, useNotify } from '../../shared/ui/index.ts';
import { rightsTexts } from './rights-texts.ts';

/** Looks through a member's eyes; the banner over every page leads back. */
export function ViewAsButton({ member }: { member: MemberView }) {
  const t = useTexts(rightsTexts);
  const isPhone = useIsPhone();
  const notify = useNotify();
  const { member: me } = useSession();
  const start = useMutation({
    mutationFn: () => call(routes.startViewAs, { body: { member: member.id } }),
    // Another's workspace from the ground: nothing that is on the screen may ask in their name.
    onSuccess: () => window.location.assign('/'),
    onError: notify.failed,
  });
  const reason = !me.roles.includes(ADMIN_ROLE) ? t('viewAsAdmins') : me.id === member.id ? t('viewAsYourself') : member.status === 'disabled' ? t('viewAsDisabled') : null;
  return (
    <ActionButton type="primary" icon={<EyeOutlined />} reason={reason} title={t('viewAs', { name: member.name })} loading={start.isPending} onClick={() => start.mutate()}>
      {isPhone ? null : t('viewAs', { name: member.name })}
    </ActionButton>
  );
}
