/** Records like the one being entered, while it is being entered: by the entity's duplicate rules, as the server finds them. */

import { Alert } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { textIn } from '@tessera/contract';
import { call, routes } from '../api/index.ts';
import { isEmptyValue } from '../fields/index.ts';
import { useLocale, useTexts } from '../i18n/index.ts';
import { useDebounced } from '../inputs/index.ts';
import { duplicateQuestion } from './duplicate-question.ts';
import { recordFormTexts } from './texts.ts';
import type { RecordFormHandle } from './use-record-form.ts';
import styles from './record-form.module.css';

export function DuplicateHints({ handle }: { handle: RecordFormHandle }) {
  const t = useTexts(recordFormTexts);
  const locale = useLocale();
  const { entity, values, record } = handle;
  const asked = useDebounced(JSON.stringify(duplicateQuestion(entity, values, handle.changes())), 500);
  const question = JSON.parse(asked) as Record<string, unknown> | null;
  const found = useQuery({
    queryKey: ['records', entity.key, 'duplicates', record, asked],
    queryFn: ({ signal }) => call(routes.findDuplicates, { params: { entity: entity.key }, body: { values: question ?? {}, ...(record ? { id: record } : {}) }, signal }),
    enabled: question !== null && Object.values(question).some((value) => !isEmptyValue(value)),
    staleTime: 10_000,
    retry: false,
  });
  const matches = question === null ? [] : (found.data?.items ?? []);
  if (matches.length === 0) return null;
  const refused = matches.some(({ onMatch }) => onMatch === 'refuse');
  return (
    <Alert
      className={styles.duplicates ?? ''}
      type={refused ? 'error' : 'warning'}
      showIcon
      role="status"
      title={refused ? t('looksLikeRefuse') : t('looksLike')}
      description={
        <ul>
          {matches.map((match) => (
            <li key={`${match.rule} ${match.record.id}`}>
              <span>{t('looksLikeBy', { rule: textIn(match.label, locale) })}</span>
              <Link to={`/records/${entity.key}/${match.record.id}` as string} target="_blank">
                {match.record.label || `#${match.record.id.slice(-6)}`}
              </Link>
            </li>
          ))}
        </ul>
      }
    />
  );
}
