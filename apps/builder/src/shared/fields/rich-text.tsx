/**
 * HTML that people wrote, to read. The server has sanitised it before it was kept; what came in by another way, or was
 * kept before a rule was made stricter, is sanitised once more here. Until the sanitiser is loaded it is plain text.
 */

import { Suspense, lazy } from 'react';
import { htmlToText } from '@tessera/model';
import styles from './rich-text.module.css';

const Sanitised = lazy(async () => {
  const { default: purify } = await import('dompurify');
  const Html = ({ html }: { html: string }) => (
    <div
      className={styles.prose}
      dangerouslySetInnerHTML={{ __html: purify.sanitize(html, { USE_PROFILES: { html: true }, FORBID_TAGS: ['style', 'form', 'input', 'button', 'img'], FORBID_ATTR: ['style', 'class', 'id'] }) }}
    />
  );
  return { default: Html };
});

export function RichText({ html }: { html: string }) {
  return (
    <Suspense fallback={<div className={styles.plain}>{htmlToText(html)}</div>}>
      <Sanitised html={html} />
    </Suspense>
  );
}
