/** The head of a list: a click sorts, with the shift key by one more field; a menu for everything else about a column. */

import { useRef, type PointerEvent } from 'react';
import { Checkbox, Dropdown, type MenuProps } from 'antd';
import { CaretDownFilled, CaretUpFilled, DownOutlined } from '@ant-design/icons';
import type { EntityDocument, FieldDocument, RecordView, SortKey } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { isRightAligned, refLabel } from '../../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { recordTexts } from '../texts.ts';
import { aggregatesFor, isGroupable } from './grouping.ts';
import { useListFields } from './list-fields.ts';
import type { ColumnAggregate, ListColumn } from './list-search.ts';
import type { Selection } from './use-selection.ts';
import styles from './record-grid.module.css';

const MIN_WIDTH = 64;

/** What a person can do with a column. */
export interface ColumnActions {
  readonly onSort: (field: string, add: boolean) => void;
  readonly onOrder: (field: string, desc: boolean) => void;
  readonly onGroup: (field: FieldDocument) => void;
  readonly onAggregate: (field: string, aggregate: ColumnAggregate | undefined) => void;
  readonly onHide: (field: string) => void;
  readonly onResize: (field: string, width: number) => void;
}

export function isSortable(field: FieldDocument): boolean {
  const type = typeOf(field);
  return field.type === 'formula' || field.type === 'rollup' || field.type === 'lookup' || (type.sortable && field.type !== 'subform');
}

interface GridHeadProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly rows: readonly RecordView[];
  readonly selection: Selection;
  readonly sort: readonly SortKey[];
  readonly aggregates: Readonly<Record<string, ColumnAggregate>>;
  readonly actions: ColumnActions;
  readonly widthOf: (column: ListColumn) => number;
  readonly onDrag: (dragged: { field: string; width: number } | null) => void;
}

export function GridHead({ entity, columns, rows, selection, sort, aggregates, actions, widthOf, onDrag }: GridHeadProps) {
  const t = useTexts(recordTexts);
  const { isClear } = useListFields(entity);
  const chosen = rows.filter((row) => selection.has(row.id)).length;
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={styles.select}>
          <Checkbox
            aria-label={t('selectLoaded')}
            checked={rows.length > 0 && chosen === rows.length}
            indeterminate={chosen > 0 && chosen < rows.length}
            disabled={rows.length === 0}
            onChange={(event) => selection.toggleAll(rows.map((row) => ({ id: row.id, version: row.version, title: refLabel(row.values[entity.titleField]) || t('untitled') })), event.target.checked)}
          />
        </th>
        {columns.map((column) => {
          const { key } = column.field;
          return <HeadCell key={key} column={column} clear={isClear(key)} width={widthOf(column)} sort={sort} aggregate={aggregates[key]} actions={actions} onDrag={(width) => onDrag({ field: key, width })} onDrop={(width) => { onDrag(null); actions.onResize(key, width); }} />;
        })}
        <th className={styles.rest} aria-hidden />
      </tr>
    </thead>
  );
}

interface HeadCellProps {
  readonly column: ListColumn;
  /** Not masked on every row. */
  readonly clear: boolean;
  readonly width: number;
  readonly sort: readonly SortKey[];
  readonly aggregate: ColumnAggregate | undefined;
  readonly actions: ColumnActions;
  readonly onDrag: (width: number) => void;
  readonly onDrop: (width: number) => void;
}

function HeadCell({ column: { field }, clear, width, sort, aggregate, actions, onDrag, onDrop }: HeadCellProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const name = label(field.label);
  const position = sort.findIndex((key) => key.field === field.key);
  const sorted = position < 0 ? undefined : sort[position]!.desc ? 'descending' : 'ascending';
  const sortable = clear && isSortable(field);
  const start = useRef<{ x: number; width: number } | null>(null);
  const widthAt = (event: PointerEvent): number => Math.max(MIN_WIDTH, (start.current?.width ?? width) + event.clientX - (start.current?.x ?? event.clientX));
  const order = sort.length > 1 && position >= 0 ? <span className={styles.order}>{position + 1}</span> : null;
  return (
    <th scope="col" className={isRightAligned(field) ? styles.right : undefined} aria-sort={position === 0 ? sorted : undefined}>
      <span className={styles.headCell}>
        {sortable ? (
          <button type="button" className={styles.sort} onClick={(event) => actions.onSort(field.key, event.shiftKey)} title={t('sortBy', { field: name })}>
            <span className={styles.headText}>{name}</span>
            {sorted === 'ascending' ? <CaretUpFilled className={styles.arrow} /> : null}
            {sorted === 'descending' ? <CaretDownFilled className={styles.arrow} /> : null}
            {order}
          </button>
        ) : (
          <span className={styles.headText}>{name}</span>
        )}
        <Dropdown trigger={['click']} menu={{ items: columnMenu(), selectedKeys: aggregate ? [`aggregate:${aggregate}`] : [] }}>
          <button type="button" className={styles.headMenu} aria-label={t('columnMenu', { field: name })}>
            <DownOutlined />
          </button>
        </Dropdown>
      </span>
      <span
        className={styles.resize}
        role="separator"
        aria-orientation="vertical"
        aria-label={t('resize', { field: name })}
        onPointerDown={(event) => {
          start.current = { x: event.clientX, width };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => start.current && onDrag(widthAt(event))}
        onPointerUp={(event) => {
          if (!start.current) return;
          onDrop(widthAt(event));
          start.current = null;
        }}
      />
    </th>
  );

  function columnMenu(): NonNullable<MenuProps['items']> {
    const ways = clear ? aggregatesFor(field) : [];
    return [
      ...(sortable
        ? [
            { key: 'asc', label: t('sortAscending'), onClick: () => actions.onOrder(field.key, false) },
            { key: 'desc', label: t('sortDescending'), onClick: () => actions.onOrder(field.key, true) },
            { key: 'add', label: t('sortAlso'), disabled: sort.length === 0 || position >= 0, onClick: () => actions.onSort(field.key, true) },
            { type: 'divider' as const },
          ]
        : []),
      ...(clear && isGroupable(field) ? [{ key: 'group', label: t('groupByThis'), onClick: () => actions.onGroup(field) }] : []),
      ...(ways.length > 0
        ? [
            {
              key: 'aggregate',
              label: t('aggregate'),
              children: [
                { key: 'aggregate:', label: t('aggregateNone'), onClick: () => actions.onAggregate(field.key, undefined) },
                ...ways.map((way) => ({ key: `aggregate:${way}`, label: t(`aggregate_${way}`), onClick: () => actions.onAggregate(field.key, way) })),
              ],
            },
          ]
        : []),
      { key: 'hide', label: t('hideColumn'), onClick: () => actions.onHide(field.key) },
    ];
  }
}
