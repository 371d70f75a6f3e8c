import { Button } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { forgetSession } from '../../shared/session/index.ts';
import { ErrorProblems, PageSkeleton, WelcomeCard, WelcomeFrame, useNotify } from '../../shared/ui/index.ts';
import { accountQuery } from './account-query.ts';
import { accountTexts } from './texts.ts';
import { TotpSetup } from './totp-setup.tsx';

/** Where the workspace asks for one-time codes before it lets one on. */
export function CompleteAccountPage() {
  const t = useTexts(accountTexts);
  const router = useRouter();
  const client = useQueryClient();
  const notify = useNotify();
  const account = useQuery(accountQuery);
  const signOut = useMutation({
    mutationFn: () => call(routes.signOut),
    onSuccess: () => {
      forgetSession(client);
      router.history.push('/sign-in');
    },
    onError: notify.failed,
  });
  return (
    <WelcomeFrame>
      <WelcomeCard title={t('completeTitle')} text={t('completeText')}>
        {account.isError ? <ErrorProblems error={account.error} /> : account.isPending ? <PageSkeleton /> : <TotpSetup account={account.data} onDone={() => router.history.push('/')} />}
        <Button type="text" size="small" style={{ margin: '16px -7px 0' }} loading={signOut.isPending} onClick={() => signOut.mutate()}>{t('signOut')}</Button>
      </WelcomeCard>
    </WelcomeFrame>
  );
}
