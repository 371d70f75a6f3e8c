/** What stands below the columns: sums and counts of everything that matches, not only of the rows in sight. */

import { useQuery } from '@tanstack/react-query';
import type { EntityDocument } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { FieldValue, isRightAligned } from '../../../shared/fields/index.ts';
import { useTexts } from '../../../shared/i18n/index.ts';
import { recordTexts } from '../texts.ts';
import { aggregateField } from './grouping.ts';
import { wantedAggregates, type ColumnAggregate, type ListColumn, type ListQuery } from './list-search.ts';
import { conditionOf } from './use-record-list.ts';
import styles from './record-grid.module.css';

interface GridFootProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly query: ListQuery;
  readonly chosen: Readonly<Record<string, ColumnAggregate>>;
}

export function GridFoot({ entity, columns, query, chosen }: GridFootProps) {
  const t = useTexts(recordTexts);
  const wanted = wantedAggregates(columns, chosen);
  const totals = useQuery({
    queryKey: ['records', entity.key, 'totals', conditionOf(query), wanted],
    queryFn: ({ signal }) => call(routes.groupRecords, { params: { entity: entity.key }, body: { ...conditionOf(query), by: [], aggregates: wanted.map((one) => ({ ...one })) }, signal }),
    enabled: wanted.length > 0,
  });
  if (wanted.length === 0) return null;
  const values = totals.data?.groups[0]?.values ?? [];
  return (
    <tfoot>
      <tr aria-label={t('totals')}>
        <td className={styles.select} />
        {columns.map(({ field }) => {
          const index = wanted.findIndex((one) => one.field === field.key);
          return (
            <td key={field.key} className={isRightAligned(field) ? styles.right : undefined}>
              {index < 0 ? null : (
                <AggregateValue column={{ field }} aggregate={wanted[index]!.aggregate} value={values[index]} pending={totals.isPending} failed={totals.isError} />
              )}
            </td>
          );
        })}
        <td className={styles.rest} aria-hidden />
      </tr>
    </tfoot>
  );
}

export function AggregateValue({ column, aggregate, value, pending = false, failed = false }: { column: Pick<ListColumn, 'field'>; aggregate: ColumnAggregate; value: unknown; pending?: boolean; failed?: boolean }) {
  const t = useTexts(recordTexts);
  const shown = typeof value === 'number' ? String(value) : value;
  return (
    <span className={styles.total}>
      <span className={styles.totalName}>{t(`aggregate_${aggregate}`)}</span>
      {failed ? '!' : pending ? '…' : <FieldValue field={aggregateField(column.field, aggregate)} value={shown} empty="—" />}
    </span>
  );
}
