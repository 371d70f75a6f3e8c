/** What a page shows when it cannot be shown: the server's own words when it refused, ours when we failed. */

import { Component, type ReactNode } from 'react';
import { Button } from 'antd';
import { CompassOutlined } from '@ant-design/icons';
import { isApiError } from '../api/index.ts';
import { commonTexts, useTexts } from '../i18n/index.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorProblems } from './problem-list.tsx';
import styles from './feedback.module.css';

export function ErrorPage({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTexts(commonTexts);
  if (isApiError(error) && error.status === 404) return <NotFoundPage title={error.message} />;
  return (
    <div className={styles.errorPage}>
      <ErrorProblems error={error} />
      <div className={styles.errorActions}>
        <Button onClick={onRetry ?? (() => location.reload())}>{t('retry')}</Button>
      </div>
    </div>
  );
}

export function NotFoundPage({ title }: { title?: string }) {
  const t = useTexts(commonTexts);
  return (
    <EmptyState
      icon={<CompassOutlined />}
      title={title ?? t('notFound')}
      text={t('notFoundHint')}
      actions={<Button href="/">{t('toStart')}</Button>}
    />
  );
}

interface BoundaryProps {
  readonly children: ReactNode;
  /** A new value forgets the error: pass what the content depends on. */
  readonly resetKey?: unknown;
}

/** For a part of a page that may fail alone; whole pages have one from the router. */
export class ErrorBoundary extends Component<BoundaryProps, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.resetKey !== this.props.resetKey && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <ErrorPage error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
