/** Any value of a record, to be read. One place for all lists, pages and comparisons. */

import { CheckOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { formatClock, formatDuration, htmlToText, isDecimal } from '@tessera/model';
import type { FieldDocument, FileValue, MoneyOptions, RatingOptions, SelectOptions } from '@tessera/contract';
import { relationTarget, useWorkspaceModel } from '../app-model/index.ts';
import { FileList, FileSummary, ImageStrip, fileStyles, fileUrl, isFileValue } from '../files/index.ts';
import { commonTexts, useLocale, useTexts } from '../i18n/index.ts';
import { useSession } from '../session/index.ts';
import { ChoiceTag } from './choice-tag.tsx';
import { formatDate, formatInstant, formatMoney, formatNumber, formatPercent } from './format-value.ts';
import { MaskedValue } from './masked-value.tsx';
import { AddressText, GeoPointText, RegionName, isAddress, isGeoPoint } from './place-values.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { DepartmentName, MemberName, MemberNames, RecordName, RecordNames } from './reference-values.tsx';
import { isEmptyValue, isRef } from './references.ts';
import { RichText } from './rich-text.tsx';
import { shownField } from './shown-field.ts';
import { Stars } from './stars.tsx';
import { fieldTexts } from './texts.ts';
import { valueTypeOf } from './value-type.ts';
import styles from './field-value.module.css';

export interface FieldValueProps {
  readonly field: FieldDocument;
  readonly value: unknown;
  /** `cell`: one line that may be cut; `full`: everything, as on a record's page. */
  readonly mode?: 'cell' | 'full';
  /** What stands for nothing. */
  readonly empty?: ReactNode;
  /** The record the value is from: files are opened through it. */
  readonly record?: { readonly entity: string; readonly id: string } | undefined;
  /** The value is a text that shows part of it at most, whatever the field's type: RecordView.masked names the field. */
  readonly masked?: boolean | undefined;
}

export function FieldValue(props: FieldValueProps) {
  const { field, value, empty = null } = props;
  if (field.type === 'button') return <>{empty}</>;
  if (props.masked && typeof value === 'string') return <MaskedText text={value} />;
  if (field.type === 'lookup' || field.type === 'rollup') return <ComputedValue {...props} />;
  if (field.encrypted && !isEmptyValue(value)) {
    return (
      <MaskedValue field={field}>
        <PlainValue {...props} />
      </MaskedValue>
    );
  }
  return <PlainValue {...props} />;
}

/** Where an answer does not name what is masked (histories, conflicts): masks have four asterisks whatever they hide. */
export const isMaskText = (value: unknown): boolean => typeof value === 'string' && value.includes('****');

export function MaskedText({ text }: { text: string }) {
  const t = useTexts(fieldTexts);
  return (
    <span className={styles.maskedText} title={t('masked')}>
      {text}
    </span>
  );
}

/** Drawn like the value it was taken from. */
function ComputedValue({ record: _other, ...props }: FieldValueProps) {
  const model = useWorkspaceModel();
  const field = shownField(model.entity, model.entityOfField(props.field), props.field);
  return field.encrypted && !isEmptyValue(props.value) ? (
    <MaskedValue field={field}>
      <PlainValue {...props} field={field} />
    </MaskedValue>
  ) : (
    <PlainValue {...props} field={field} />
  );
}

function PlainValue({ field, value, mode = 'cell', empty = null, record }: FieldValueProps) {
  const t = useTexts(commonTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const type = valueTypeOf(field, value);
  const options = field.options as MoneyOptions | undefined;
  const full = mode === 'full';

  if (type === 'checkbox') {
    if (value === true) return <CheckOutlined className={styles.check} aria-label={t('yes')} />;
    return full && value === false ? <>{t('no')}</> : <>{empty}</>;
  }
  if (isEmptyValue(value)) return <>{empty}</>;
  switch (type) {
    case 'number':
      return <span className={styles.number}>{formatNumber(String(value), locale, options?.scale)}</span>;
    case 'money':
      return <span className={styles.number}>{formatMoney(String(value), options?.currency ?? 'CNY', locale, options?.scale)}</span>;
    case 'percent':
      return <span className={styles.number}>{formatPercent(String(value), locale)}</span>;
    case 'rating':
      return <Stars value={String(value)} max={(field.options as RatingOptions | undefined)?.max ?? 5} />;
    case 'progress':
      return <ProgressBar value={String(value)} />;
    case 'date':
      return <span>{formatDate(String(value), locale)}</span>;
    case 'datetime':
      return <span>{formatInstant(String(value), locale, timeZone)}</span>;
    case 'time':
      return <span className={styles.number}>{formatClock(String(value))}</span>;
    case 'duration':
      return <span className={styles.number}>{isDecimal(String(value)) ? formatDuration(String(value)) : String(value)}</span>;
    case 'select':
      return <ChoiceTag value={String(value)} choice={choicesOf(field).find((choice) => choice.value === value)} />;
    case 'multiSelect':
      return (
        <span className={full ? styles.tags : styles.tagsLine}>
          {listOf(value).map((one) => (
            <ChoiceTag key={String(one)} value={String(one)} choice={choicesOf(field).find((choice) => choice.value === one)} />
          ))}
        </span>
      );
    case 'member':
      return <MemberName value={value} />;
    case 'members':
      return <MemberNames values={listOf(value)} full={full} />;
    case 'department':
      return <DepartmentName value={value} />;
    case 'relation':
      return Array.isArray(value) ? <RecordNames entity={relationTarget(field)} values={value} full={full} /> : <RecordName entity={relationTarget(field)} value={value} />;
    case 'email':
      return <Outside full={full} href={`mailto:${String(value)}`}>{String(value)}</Outside>;
    case 'phone':
      return <Outside full={full} href={`tel:${String(value).replace(/[^\d+]/g, '')}`}>{String(value)}</Outside>;
    case 'url':
      return <Outside full={full} href={safeHref(String(value))}>{String(value).replace(/^https?:\/\/(www\.)?/, '')}</Outside>;
    case 'region':
      return <RegionName code={String(value)} />;
    case 'address':
      return isAddress(value) ? <AddressText value={value} full={full} /> : <>{empty}</>;
    case 'geoPoint':
      return isGeoPoint(value) ? <GeoPointText value={value} /> : <>{empty}</>;
    case 'file':
    case 'image':
    case 'signature':
      return <FilesValue field={field} type={type} files={listOf(value).filter(isFileValue)} full={full} record={record} />;
    case 'subform':
      return <span className={styles.number}>{listOf(value).length}</span>;
    case 'richText':
      return full ? <RichText html={String(value)} /> : <span className={styles.cut}>{htmlToText(String(value))}</span>;
    case 'longText':
      return <span className={full ? styles.long : styles.cut}>{String(value)}</span>;
    default:
      return <span className={full ? styles.wrap : styles.cut}>{wordsOf(value)}</span>;
  }
}

interface FilesValueProps {
  readonly field: FieldDocument;
  readonly type: 'file' | 'image' | 'signature';
  readonly files: readonly FileValue[];
  readonly full: boolean;
  readonly record: FieldValueProps['record'];
}

function FilesValue({ field, type, files, full, record }: FilesValueProps) {
  const place = record ? () => ({ entity: record.entity, record: record.id, field: field.key }) : null;
  const [first] = files;
  if (!first) return null;
  if (type === 'file' || !place) return full ? <FileList files={files} place={place} /> : <FileSummary files={files} />;
  if (type === 'image') return <ImageStrip files={files} place={place} size={full ? 'full' : 'cell'} />;
  const src = fileUrl(place(), first.id, { inline: true });
  if (!full) return <img className={fileStyles.signatureSmall} src={src} alt={first.name} loading="lazy" />;
  return (
    <span className={fileStyles.signature}>
      <img src={src} alt={first.name} />
    </span>
  );
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** What no type says how to draw. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  if (isRef(value)) return (value as { label?: string }).label ?? value.id;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const choicesOf = (field: FieldDocument): SelectOptions['choices'] => (field.options as SelectOptions | undefined)?.choices ?? [];

function Outside({ href, full, children }: { href: string | undefined; full: boolean; children: string }) {
  return (
    <a className={`${styles.link} ${full ? styles.wrap : ''}`} href={href} target={href?.startsWith('http') ? '_blank' : undefined} rel="noreferrer" onClick={(event) => event.stopPropagation()}>
      {children}
    </a>
  );
}

/** Only addresses that open a page; anything else that got into the data is text and not a link. */
const safeHref = (text: string): string | undefined => (/^https?:\/\//i.test(text) ? text : undefined);
