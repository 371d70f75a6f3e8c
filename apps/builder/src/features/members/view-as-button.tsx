import { EyeOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { ADMIN_ROLE, type MemberView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { adoptSession, useSession } from '../../shared/session/index.ts';
import { ActionButton, useIsPhone, useNotify } from '../../shared/ui/index.ts';
import { rightsTexts } from './rights-texts.ts';

/** Looks through a member's eyes; the banner over every page leads back. */
export function ViewAsButton({ member }: { member: MemberView }) {
  const t = useTexts(rightsTexts);
  const isPhone = useIsPhone();
  const client = useQueryClient();
  const router = useRouter();
  const notify = useNotify();
  const { member: me } = useSession();
  const start = useMutation({
    mutationFn: () => call(routes.startViewAs, { body: { member: member.id } }),
    onSuccess: async (session) => {
      await adoptSession(client, session);
      await router.invalidate();
      await router.navigate({ to: '/' });
    },
    onError: notify.failed,
  });
  const reason = !me.roles.includes(ADMIN_ROLE) ? t('viewAsAdmins') : me.id === member.id ? t('viewAsYourself') : member.status === 'disabled' ? t('viewAsDisabled') : null;
  return (
    <ActionButton type="primary" icon={<EyeOutlined />} reason={reason} title={t('viewAs', { name: member.name })} loading={start.isPending} onClick={() => start.mutate()}>
      {isPhone ? null : t('viewAs', { name: member.name })}
    </ActionButton>
  );
}
