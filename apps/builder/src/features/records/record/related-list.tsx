/** Records of another entity that point to this one. */

import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { Ref } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { useWorkspaceModel, type IncomingRelation } from '../../../shared/app-model/index.ts';
import { FieldValue, isRightAligned, refLabel } from '../../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { ActionButton, EmptyState, EntityGlyph, ErrorProblems, ListSkeleton } from '../../../shared/ui/index.ts';
import { columnsOf, listQuery } from '../list/list-search.ts';
import { recordTexts } from '../texts.ts';
import tableStyles from '../../../shared/ui/plain-table.module.css';
import styles from './record-page.module.css';

const SHOWN = 25;
const COLUMNS = 7;

export function RelatedList({ relation: { entity, field }, record }: { relation: IncomingRelation; record: Ref }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const router = useRouter();
  const ability = useAbility();
  const view = useWorkspaceModel().view(entity);
  const columns = columnsOf(entity, view, {}).filter((column) => column.field.key !== field.key).slice(0, COLUMNS);
  const { fields, sort } = listQuery(entity, view, columns, {});
  const list = useQuery({
    queryKey: ['records', entity.key, 'related', field.key, record.id],
    queryFn: ({ signal }) =>
      call(routes.queryRecords, {
        params: { entity: entity.key },
        body: { fields: [...fields], filter: { field: field.key, op: 'eq', value: record.id }, limit: SHOWN, ...(sort ? { sort: [...sort] } : {}) },
        signal,
      }),
  });
  const add = (
    <ActionButton
      icon={<PlusOutlined />}
      reason={ability.can('create', entity.key) ? null : t('noCreate', { entity: label(entity.label) })}
      onClick={() => void router.navigate({ to: '/records/$entity/new', params: { entity: entity.key }, search: { field: field.key, id: record.id, label: record.label } })}
    >
      {t('create', { entity: label(entity.label) })}
    </ActionButton>
  );
  if (list.isError) return <ErrorProblems error={list.error} />;
  if (list.isPending) return <ListSkeleton rows={4} />;
  if (list.data.rows.length === 0) return <EmptyState small icon={<EntityGlyph entity={entity} />} title={t('noRelated', { entity: label(entity.labelPlural ?? entity.label) })} actions={add} />;
  return (
    <>
      <div className={styles.listHead}>
        {list.data.next ? (
          <Link to="/records/$entity" params={{ entity: entity.key }} search={{ filter: { field: field.key, op: 'eq', value: record.id } }} style={{ color: 'var(--t-accent)' }}>
            {t('showAll')}
          </Link>
        ) : (
          <span style={{ color: 'var(--t-text-3)' }}>{t('count', { count: list.data.rows.length })}</span>
        )}
        {add}
      </div>
      <div className={tableStyles.tableFrame}>
        <table className={tableStyles.table} data-clickable aria-label={label(entity.labelPlural ?? entity.label)}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.field.key} scope="col" className={isRightAligned(column.field) ? tableStyles.right : undefined}>
                  {label(column.field.label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.data.rows.map((row) => (
              <tr key={row.id} onClick={(event) => !(event.target as HTMLElement).closest('a') && router.history.push(`/records/${entity.key}/${row.id}`)}>
                {columns.map((column, index) => (
                  <td key={column.field.key} className={isRightAligned(column.field) ? tableStyles.right : undefined}>
                    {index === 0 ? (
                      <Link to={`/records/${entity.key}/${row.id}` as string} style={{ fontWeight: 500 }}>
                        {column.field.key === entity.titleField ? refLabel(row.values[entity.titleField]) || t('untitled') : <FieldValue field={column.field} value={plain(row.values[column.field.key])} masked={row.masked?.includes(column.field.key)} />}
                      </Link>
                    ) : (
                      <FieldValue field={column.field} value={row.values[column.field.key]} masked={row.masked?.includes(column.field.key)} record={{ entity: entity.key, id: row.id }} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Inside a link a reference is its name, not one more link. */
const plain = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'label' in value ? refLabel(value) : value);
