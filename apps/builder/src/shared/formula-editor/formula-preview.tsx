/** The value of a formula on a record one chooses, as the server computes it; nothing where there is no such record or route. */

import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import type { Locale, Ref } from '@tessera/contract';
import { ApiError, call, routes } from '../api/index.ts';
import { useWorkspaceModel } from '../app-model/index.ts';
import { formatDate, formatInstant, formatNumber } from '../fields/index.ts';
import { commonTexts, useLocale, useTexts } from '../i18n/index.ts';
import { RecordPicker, useDebounced } from '../inputs/index.ts';
import { useSession } from '../session/index.ts';
import styles from './formula-preview.module.css';
import { formulaTexts } from './texts.ts';

/** `text` is a formula without mistakes, else null. */
export function FormulaPreview({ entity, text }: { readonly entity: string; readonly text: string | null }) {
  const t = useTexts(formulaTexts);
  const [record, setRecord] = useState<Ref | null>(null);
  const readable = useWorkspaceModel().entity(entity) !== undefined;
  const expression = useDebounced(text);
  const preview = useQuery({
    queryKey: ['formula-preview', entity, expression, record?.id],
    queryFn: ({ signal }) => call(routes.previewFormula, { params: { key: entity }, body: { expression: expression ?? '', ...(record ? { record: record.id } : {}) }, signal }),
    enabled: readable && record !== null && expression !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
  });
  if (!readable || isMissing(preview.error)) return null;
  return (
    <div className={styles.preview}>
      <div className={styles.record}>
        <RecordPicker entity={entity} value={record} onChange={setRecord} size="small" variant="filled" ariaLabel={t('tryOn')} placeholder={t('tryOn')} />
      </div>
      {record && text !== null ? (
        <output className={styles.value} aria-live="polite">
          {preview.data ? <PreviewValue {...preview.data} /> : preview.isError ? t('previewFailed') : <Spin size="small" />}
        </output>
      ) : null}
    </div>
  );
}

/** A server of an earlier version has no such route. */
const isMissing = (error: unknown): boolean => error instanceof ApiError && (error.code === 'ROUTE_NOT_FOUND' || error.status === 501 || error.status === 405);

function PreviewValue({ type, value, problems }: { type: string | null; value: unknown; problems: readonly { readonly message: string }[] }) {
  const t = useTexts(formulaTexts);
  const common = useTexts(commonTexts);
  const locale = useLocale();
  const timeZone = useSession().workspace.timeZone;
  if (problems.length > 0) return <>{problems[0]?.message}</>;
  if (value === null || value === '') return <span className={styles.blank}>{t('blank')}</span>;
  if (typeof value === 'boolean') return <>{value ? common('yes') : common('no')}</>;
  return <>{shown(String(value), type, locale, timeZone)}</>;
}

function shown(value: string, type: string | null, locale: Locale, timeZone: string): string {
  if (type === 'number') return formatNumber(value, locale);
  if (type === 'date') return formatDate(value, locale);
  return type === 'datetime' ? formatInstant(value, locale, timeZone) : value;
}
