/** One's own account: password, one-time codes, the provider, and where one is signed in. */

import { Alert, Button, Tag } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { AccountView } from '@tessera/contract';
import { useTexts } from '../../shared/i18n/index.ts';
import { OidcProblem, oidcAddress } from '../../shared/oidc/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { ErrorPage, Page, PageHeader, PageSkeleton } from '../../shared/ui/index.ts';
import { accountQuery } from './account-query.ts';
import { AccountSection } from './account-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { accountTexts } from './texts.ts';
import { TotpSection } from './totp-section.tsx';

export function AccountPage() {
  const t = useTexts(accountTexts);
  const { problem } = useSearch({ from: '/workspace/account' });
  const { viewedBy } = useSession();
  const account = useQuery(accountQuery);
  const disabled = viewedBy !== null;
  if (account.isError) return <ErrorPage error={account.error} onRetry={() => void account.refetch()} />;
  if (account.isPending) return <PageSkeleton />;
  const { name, email } = account.data;
  return (
    <Page width="reading" header={<PageHeader title={t('title')} subtitle={`${name} · ${email}`} />}>
      {problem === undefined ? null : <OidcProblem code={problem} />}
      {disabled ? <Alert type="info" showIcon title={t('viewing')} style={{ marginBottom: 16 }} /> : null}
      <PasswordSection account={account.data} disabled={disabled} />
      <TotpSection account={account.data} disabled={disabled} />
      {account.data.oidc ? <ProviderSection oidc={account.data.oidc} disabled={disabled} /> : null}
      <SessionsSection disabled={disabled} />
    </Page>
  );
}

function ProviderSection({ oidc: { label, linked }, disabled }: { oidc: NonNullable<AccountView['oidc']>; disabled: boolean }) {
  const t = useTexts(accountTexts);
  return (
    <AccountSection
      title={t('provider', { label })}
      text={t('providerText', { label })}
      action={linked ? <Tag color="success">{t('linked')}</Tag> : <Button disabled={disabled} href={oidcAddress('/account')}>{t('link')}</Button>}
    />
  );
}
