/** What every row would become, and what is wrong with those that cannot. */

import { Button } from 'antd';
import { ArrowLeftOutlined, CheckCircleFilled } from '@ant-design/icons';
import type { EntityDocument, ImportPreview, RowProblem } from '@tessera/contract';
import { FieldValue, fieldOf, formatNumber, isRightAligned } from '../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { ActionButton } from '../../shared/ui/index.ts';
import { useMemberFieldLabels } from './columns-step.tsx';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

interface CheckStepProps {
  readonly entity: EntityDocument | undefined;
  readonly preview: ImportPreview;
  /** Rows of the file that were put together again. */
  readonly mended: number;
  readonly starting: boolean;
  readonly onBack: () => void;
  readonly onRun: () => void;
}

export function CheckStep({ entity, preview, mended, starting, onBack, onRun }: CheckStepProps) {
  const t = useTexts(importTexts);
  const locale = useLocale();
  const number = (count: number): string => formatNumber(String(count), locale);
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>{t('checked')}</dt>
          <dd>{number(preview.checked)}</dd>
        </div>
        <div data-kind="good">
          <dt>{t('good')}</dt>
          <dd>{number(preview.good)}</dd>
        </div>
        <div data-kind={preview.bad > 0 ? 'bad' : undefined}>
          <dt>{t('bad')}</dt>
          <dd>{number(preview.bad)}</dd>
        </div>
      </dl>
      {mended > 0 ? <p className={styles.quiet}>{t('mended', { rows: t('rows', { count: mended }) })}</p> : null}
      {preview.bad === 0 ? (
        <p className={styles.allGood}>
          <CheckCircleFilled /> {t('allGood')}
        </p>
      ) : (
        <section className={styles.block}>
          <h2 className={styles.heading}>{t('problemsTitle')}</h2>
          <p className={styles.quiet}>{t('problemsNote')}</p>
          <ProblemTable problems={preview.problems} />
        </section>
      )}
      {preview.rows.length > 0 ? (
        <section className={styles.block}>
          <h2 className={styles.heading}>{t('previewTitle')}</h2>
          <PreviewTable entity={entity} rows={preview.rows} />
        </section>
      ) : null}
      <div className={styles.actions}>
        <Button size="large" icon={<ArrowLeftOutlined />} disabled={starting} onClick={onBack}>
          {t('back')}
        </Button>
        <ActionButton type="primary" size="large" loading={starting} reason={preview.good === 0 ? t('noGood') : null} onClick={onRun}>
          {t('run', { rows: t('rows', { count: preview.good }) })}
        </ActionButton>
      </div>
    </>
  );
}

export function ProblemTable({ problems }: { problems: readonly RowProblem[] }) {
  const t = useTexts(importTexts);
  return (
    <>
      <div className={styles.scrollFrame}>
        <table className={`${styles.table} ${styles.problems}`}>
          <thead>
            <tr>
              <th scope="col">{t('line')}</th>
              <th scope="col">{t('column')}</th>
              <th scope="col">{t('value')}</th>
              <th scope="col">{t('reason')}</th>
            </tr>
          </thead>
          <tbody>
            {problems.map((problem, index) => (
              <tr key={index}>
                <td className="t-num">{problem.line}</td>
                <td>{problem.column ?? <span className={styles.quiet}>{t('wholeRow')}</span>}</td>
                <td className={styles.cell}>{problem.value === '' ? <span className={styles.quiet}>{t('emptyText')}</span> : problem.value}</td>
                <td className={styles.reason}>{problem.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problems.length >= 200 ? <p className={styles.quiet}>{t('problemsCut', { count: problems.length })}</p> : null}
    </>
  );
}

function PreviewTable({ entity, rows }: { entity: EntityDocument | undefined; rows: ImportPreview['rows'] }) {
  const label = useLabel();
  const memberLabels = useMemberFieldLabels() as Readonly<Record<string, string>>;
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <div className={styles.scrollFrame}>
      <table className={styles.table}>
        <thead>
          <tr>
            {keys.map((key) => {
              const field = entity ? fieldOf(entity, key) : undefined;
              return (
                <th key={key} scope="col" className={field && isRightAligned(field) ? styles.right : undefined}>
                  {field ? label(field.label) : (memberLabels[key] ?? key)}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {keys.map((key) => {
                const field = entity ? fieldOf(entity, key) : undefined;
                return (
                  <td key={key} className={`${styles.cell} ${field && isRightAligned(field) ? styles.right : ''}`}>
                    {field ? <FieldValue field={field} value={row[key]} /> : textOf(row[key])}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'object' ? String((value as { label?: unknown }).label ?? '') : String(value));
