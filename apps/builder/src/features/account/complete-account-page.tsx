import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTexts } from '../../shared/i18n/index.ts';
import { ErrorProblems, PageSkeleton, WelcomeCard, WelcomeFrame } from '../../shared/ui/index.ts';
import { accountQuery } from './account-query.ts';
import { accountTexts } from './texts.ts';
import { TotpSetup } from './totp-setup.tsx';

/** Where the workspace asks for one-time codes before it lets one on. */
export function CompleteAccountPage() {
  const t = useTexts(accountTexts);
  const router = useRouter();
  const account = useQuery(accountQuery);
  return (
    <WelcomeFrame>
      <WelcomeCard title={t('completeTitle')} text={t('completeText')}>
        {account.isError ? <ErrorProblems error={account.error} /> : account.isPending ? <PageSkeleton /> : <TotpSetup account={account.data} onDone={() => router.history.push('/')} />}
      </WelcomeCard>
    </WelcomeFrame>
  );
}
