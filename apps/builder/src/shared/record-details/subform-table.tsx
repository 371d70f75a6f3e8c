import type { EntityDocument, FieldDocument, RecordView, RollupOptions } from '@tessera/contract';
import { subformEntity, useWorkspaceModel } from '../app-model/index.ts';
import { FieldValue, fieldOf, isRightAligned } from '../fields/index.ts';
import { defineTexts, useLabel, useTexts } from '../i18n/index.ts';
import styles from '../ui/plain-table.module.css';

const texts = defineTexts('record-details', { en: { noRows: 'No rows' }, 'zh-CN': { noRows: '没有明细' } });

type SubformRow = { readonly id: string; readonly values: Readonly<Record<string, unknown>>; readonly masked?: readonly string[] };

/** The rows of a subform, to read, with the totals over them. */
export function SubformTable({ entity, field, record }: { entity: EntityDocument; field: FieldDocument; record: RecordView }) {
  const t = useTexts(texts);
  const label = useLabel();
  const model = useWorkspaceModel();
  const child = model.entity(subformEntity(field) ?? '');
  const rows = (record.values[field.key] ?? []) as readonly SubformRow[];
  if (!child || rows.length === 0) return <span style={{ color: 'var(--t-text-3)' }}>{t('noRows')}</span>;
  const view = model.view(child);
  const columns = (view ? view.columns.map((column) => column.field) : child.fields.map((one) => one.key)).flatMap((key) => fieldOf(child, key) ?? []).filter((column) => column.type !== 'button');
  const totals = entity.fields.filter((one) => one.type === 'rollup' && (one.options as RollupOptions | undefined)?.subform === field.key && one.key in record.values);
  return (
    <div className={styles.tableFrame}>
      <table className={styles.table} aria-label={label(field.label)}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={isRightAligned(column) ? styles.right : undefined}>
                {label(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => (
                <td key={column.key} className={isRightAligned(column) ? styles.right : undefined}>
                  <FieldValue field={column} value={row.values[column.key]} masked={row.masked?.includes(column.key)} record={{ entity: child.key, id: row.id }} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {totals.length > 0 ? (
        <dl className={styles.totals}>
          {totals.map((total) => (
            <div key={total.key}>
              <dt>{label(total.label)}</dt>
              <dd>
                <FieldValue field={total} value={record.values[total.key]} masked={record.masked?.includes(total.key)} empty="—" />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}
