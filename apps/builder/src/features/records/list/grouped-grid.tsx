/**
 * Rows in groups that open and close. Each level is asked for when it is opened: its groups with their numbers, and in
 * the innermost ones the rows. What a group has in common is a condition like any other, so nothing here needs the server
 * to know about groups in groups.
 */

import { useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { EntityDocument, FieldDocument, GroupAnswer } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { FieldValue, formatNumber } from '../../../shared/fields/index.ts';
import { bothFilters, spelled } from '../../../shared/filter/index.ts';
import { useLabel, useLocale, useTexts } from '../../../shared/i18n/index.ts';
import { dayStart } from '../../../shared/inputs/index.ts';
import { useSession } from '../../../shared/session/index.ts';
import { ErrorProblems, ListSkeleton } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import { AggregateValue, GridFoot } from './grid-foot.tsx';
import { GridHead, type ColumnActions } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import { bucketLabel, entryField, groupFilter, type GroupKey } from './grouping.ts';
import { wantedAggregates, type ColumnAggregate, type ListColumn, type ListQuery } from './list-search.ts';
import { SELECT_WIDTH } from './record-grid.tsx';
import { conditionOf, useRecordList } from './use-record-list.ts';
import type { Selection } from './use-selection.ts';
import styles from './record-grid.module.css';

const SHOWN_GROUPS = 200;
/** With no more groups than that all are open from the start. */
const OPEN_GROUPS = 6;

interface GroupedGridProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly query: ListQuery;
  readonly groups: readonly GroupKey[];
  readonly fieldOf: (path: string) => FieldDocument | undefined;
  readonly aggregates: Readonly<Record<string, ColumnAggregate>>;
  readonly selection: Selection;
  readonly actions: ColumnActions;
}

export function GroupedGrid(props: GroupedGridProps) {
  const { entity, columns, query, selection, aggregates, actions, groups } = props;
  const [dragged, setDragged] = useState<{ field: string; width: number } | null>(null);
  const widthOf = (column: ListColumn): number => (dragged?.field === column.field.key ? dragged.width : column.width);
  return (
    <div className={styles.scroller}>
      <table className={styles.table} style={{ width: columns.reduce((sum, column) => sum + widthOf(column), SELECT_WIDTH) }}>
        <colgroup>
          <col style={{ width: SELECT_WIDTH }} />
          {columns.map((column) => (
            <col key={column.field.key} style={{ width: widthOf(column) }} />
          ))}
          <col />
        </colgroup>
        <GridHead entity={entity} columns={columns} rows={[]} selection={selection} sort={query.sort ?? []} aggregates={aggregates} actions={actions} widthOf={widthOf} onDrag={setDragged} />
        <tbody>
          <Level {...props} query={query} keys={groups} depth={0} />
        </tbody>
        <GridFoot entity={entity} columns={columns} query={query} chosen={aggregates} />
      </table>
    </div>
  );
}

type LevelProps = GroupedGridProps & { readonly keys: readonly GroupKey[]; readonly depth: number };

/** The groups of one level among the rows that meet `query`. */
function Level(props: LevelProps) {
  const { entity, columns, query, keys, depth, fieldOf, aggregates } = props;
  const t = useTexts(recordTexts);
  const { timeZone } = useSession().workspace;
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const [key, ...inner] = keys;
  const field = key ? fieldOf(key.field) : undefined;
  const wanted = wantedAggregates(columns, aggregates);
  const groups = useQuery({
    queryKey: ['records', entity.key, 'groups', conditionOf(query), key, wanted],
    queryFn: ({ signal }) =>
      call(routes.groupRecords, { params: { entity: entity.key }, body: { ...conditionOf(query), by: [{ ...key! }], aggregates: [{ aggregate: 'count' }, ...wanted.map((one) => ({ ...one }))], limit: SHOWN_GROUPS }, signal }),
    enabled: field !== undefined,
  });
  if (!key || !field) return <RowsOfGroup {...props} />;
  if (groups.isError) return <Line columns={columns} depth={depth}><ErrorProblems error={groups.error} /></Line>;
  if (groups.isPending) return <Line columns={columns} depth={depth}><ListSkeleton rows={2} /></Line>;
  const startsOpen = depth === 0 ? groups.data.groups.length <= OPEN_GROUPS : false;
  const toggle = (index: number): void => setToggled((before) => new Set(before.has(index) ? [...before].filter((one) => one !== index) : [...before, index]));
  return (
    <>
      {groups.data.groups.map((group, index) => {
        const open = startsOpen !== toggled.has(index);
        const where = spelled(bothFilters(query.filter, groupFilter(field, key, group.keys[0], (day) => dayStart(day, timeZone)))!);
        return (
          <Group key={index} group={group} groupKey={key} field={field} columns={columns} wanted={wanted} depth={depth} open={open} onToggle={() => toggle(index)}>
            <Level {...props} query={{ ...query, filter: where }} keys={inner} depth={depth + 1} />
          </Group>
        );
      })}
      {groups.data.groups.length === 0 ? <Line columns={columns} depth={depth}>{t('noMatch')}</Line> : null}
      {groups.data.more ? <Line columns={columns} depth={depth}>{t('groupsCut', { count: SHOWN_GROUPS })}</Line> : null}
    </>
  );
}

interface GroupProps {
  readonly group: GroupAnswer['groups'][number];
  readonly groupKey: GroupKey;
  readonly field: FieldDocument;
  readonly columns: readonly ListColumn[];
  readonly wanted: ReturnType<typeof wantedAggregates>;
  readonly depth: number;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

function Group({ group, groupKey, field, columns, wanted, depth, open, onToggle, children }: GroupProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const locale = useLocale();
  const [value] = group.keys;
  const empty = <span className={styles.nothing}>{t('groupEmpty')}</span>;
  return (
    <>
      <tr className={styles.group} data-group>
        <td colSpan={columns.length + 2} style={{ paddingLeft: 16 + depth * 22 }}>
          <div className={styles.groupLine}>
            <button type="button" className={styles.groupToggle} aria-expanded={open} onClick={onToggle}>
              {open ? <CaretDownOutlined /> : <CaretRightOutlined />}
              <span className={styles.groupField}>{label(field.label)}</span>
              <span className={styles.groupValue}>
                {groupKey.bucket && typeof value === 'string' ? bucketLabel(value, groupKey.bucket) : field.type === 'checkbox' ? (value === true ? t('groupYes') : t('groupNo')) : value === null || value === undefined ? empty : <GroupValue field={entryField(field)} value={value} />}
              </span>
              <span className={styles.groupCount}>{formatNumber(String(group.values[0] ?? 0), locale)}</span>
            </button>
            {wanted.map((one, index) => {
              const column = columns.find((candidate) => candidate.field.key === one.field)!;
              return (
                <span key={one.field} className={styles.groupTotal}>
                  <span className={styles.groupField}>{label(column.field.label)}</span>
                  <AggregateValue column={column} aggregate={one.aggregate} value={group.values[index + 1]} />
                </span>
              );
            })}
          </div>
        </td>
      </tr>
      {open ? children : null}
    </>
  );
}

/** Inside a button there is no link: a relation is shown by name. */
const GroupValue = ({ field, value }: { field: FieldDocument; value: unknown }) =>
  field.type === 'relation' && typeof value === 'object' ? <>{(value as { label?: string }).label}</> : <FieldValue field={['url', 'email', 'phone'].includes(field.type) ? { ...field, type: 'text' } : field} value={value} />;

function RowsOfGroup({ entity, columns, query, selection, depth }: LevelProps) {
  const t = useTexts(recordTexts);
  const { pages, rows } = useRecordList(entity.key, query, { keepAll: true });
  if (pages.isError && rows.length === 0) return <Line columns={columns} depth={depth}><ErrorProblems error={pages.error} /></Line>;
  if (pages.isPending) return <Line columns={columns} depth={depth}><ListSkeleton rows={3} /></Line>;
  return (
    <>
      {rows.map((row) => (
        <GridRow key={row.id} entity={entity} columns={columns} row={row} selection={selection} />
      ))}
      {pages.hasNextPage ? (
        <Line columns={columns} depth={depth}>
          <Button size="small" type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('showMore')}
          </Button>
        </Line>
      ) : null}
    </>
  );
}

function Line({ columns, depth, children }: { columns: readonly ListColumn[]; depth: number; children: ReactNode }) {
  return (
    <tr>
      <td colSpan={columns.length + 2} style={{ paddingLeft: 16 + depth * 22 }}>
        {children}
      </td>
    </tr>
  );
}
