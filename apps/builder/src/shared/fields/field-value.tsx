/** Any value of a record, to be read. One place for all lists, pages and comparisons. */

import { CheckOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FieldDocument, MoneyOptions, SelectOptions } from '@tessera/contract';
import { relationTarget } from '../app-model/index.ts';
import { commonTexts, useLocale, useTexts } from '../i18n/index.ts';
import { useSession } from '../session/index.ts';
import { ChoiceTag } from './choice-tag.tsx';
import { formatDate, formatInstant, formatMoney, formatNumber, formatPercent } from './format-value.ts';
import { MemberAvatar } from './member-avatar.tsx';
import { isEmptyValue, isRef, refId, refLabel } from './references.ts';
import { valueTypeOf } from './value-type.ts';
import styles from './field-value.module.css';

interface FieldValueProps {
  readonly field: FieldDocument;
  readonly value: unknown;
  /** `cell`: one line that may be cut; `full`: everything, as on a record's page. */
  readonly mode?: 'cell' | 'full';
  /** What stands for nothing. */
  readonly empty?: ReactNode;
}

export function FieldValue({ field, value, mode = 'cell', empty = null }: FieldValueProps) {
  const t = useTexts(commonTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const type = valueTypeOf(field, value);
  const options = field.options as MoneyOptions | undefined;

  if (type === 'checkbox') {
    if (value === true) return <CheckOutlined className={styles.check} aria-label={t('yes')} />;
    return mode === 'full' && value === false ? <>{t('no')}</> : <>{empty}</>;
  }
  if (isEmptyValue(value)) return <>{empty}</>;
  switch (type) {
    case 'number':
      return <span className={styles.number}>{formatNumber(String(value), locale, options?.scale)}</span>;
    case 'money':
      return <span className={styles.number}>{formatMoney(String(value), options?.currency ?? 'CNY', locale, options?.scale)}</span>;
    case 'percent':
      return <span className={styles.number}>{formatPercent(String(value), locale)}</span>;
    case 'date':
      return <span>{formatDate(String(value), locale)}</span>;
    case 'datetime':
      return <span>{formatInstant(String(value), locale, timeZone)}</span>;
    case 'select':
      return <ChoiceTag value={String(value)} choice={choicesOf(field).find((choice) => choice.value === value)} />;
    case 'multiSelect':
      return (
        <span className={mode === 'full' ? styles.tags : styles.tagsLine}>
          {(value as readonly string[]).map((one) => (
            <ChoiceTag key={one} value={one} choice={choicesOf(field).find((choice) => choice.value === one)} />
          ))}
        </span>
      );
    case 'member':
      return (
        <span className={styles.member}>
          <MemberAvatar id={refId(value) ?? ''} name={refLabel(value)} />
          <span className={styles.cut}>{refLabel(value)}</span>
        </span>
      );
    case 'relation':
      return isRef(value) ? (
        <Link to={`/records/${relationTarget(field)}/${value.id}` as string} className={styles.link} onClick={(event) => event.stopPropagation()}>
          {refLabel(value)}
        </Link>
      ) : (
        <>{refLabel(value)}</>
      );
    case 'email':
      return <Outside href={`mailto:${String(value)}`}>{String(value)}</Outside>;
    case 'phone':
      return <Outside href={`tel:${String(value).replace(/[^\d+]/g, '')}`}>{String(value)}</Outside>;
    case 'url':
      return <Outside href={safeHref(String(value))}>{String(value).replace(/^https?:\/\/(www\.)?/, '')}</Outside>;
    case 'subform':
      return <span className={styles.number}>{(value as readonly unknown[]).length}</span>;
    case 'longText':
      return <span className={mode === 'full' ? styles.long : styles.cut}>{String(value)}</span>;
    default:
      return <span className={mode === 'full' ? styles.wrap : styles.cut}>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>;
  }
}

const choicesOf = (field: FieldDocument): SelectOptions['choices'] => (field.options as SelectOptions | undefined)?.choices ?? [];

function Outside({ href, children }: { href: string | undefined; children: string }) {
  return (
    <a className={styles.link} href={href} target={href?.startsWith('http') ? '_blank' : undefined} rel="noreferrer" onClick={(event) => event.stopPropagation()}>
      {children}
    </a>
  );
}

/** Only addresses that open a page; anything else that got into the data is text and not a link. */
const safeHref = (text: string): string | undefined => (/^https?:\/\//i.test(text) ? text : undefined);
