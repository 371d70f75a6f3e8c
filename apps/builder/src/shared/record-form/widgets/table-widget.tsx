/**
 * subform: rows edited in place, dragged into order, with the rollups over them as running totals below.
 * Each row has a drawing key of its own, because new rows have no id yet.
 */

import { useRef } from 'react';
import { Button } from 'antd';
import { DeleteOutlined, HolderOutlined, PlusOutlined } from '@ant-design/icons';
import { DndContext, KeyboardSensor, PointerSensor, closestCenter, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import type { FieldDocument, RollupOptions } from '@tessera/contract';
import { MAX_SUBFORM_ROWS } from '@tessera/model';
import { subformEntity } from '../../app-model/index.ts';
import { FieldValue, isRightAligned } from '../../fields/index.ts';
import { useLabel, useTexts } from '../../i18n/index.ts';
import { ActionButton } from '../../ui/index.ts';
import { defaultWidth, minimumWidth } from '../cell-width.ts';
import type { FieldWidgetProps } from '../form-context.ts';
import type { RowValues } from '../form-values.ts';
import { placeInRow } from '../masked-values.ts';
import { movedRow, newRow, withRow, withoutRow } from '../table-rows.ts';
import { recordFormTexts } from '../texts.ts';
import { MaskedTextWidget } from './masked-text-widget.tsx';
import { MaskedWidget } from './masked-widget.tsx';
import { CELL_WIDGETS } from './registry.ts';
import styles from './table-widget.module.css';

interface TableWidgetProps extends FieldWidgetProps {
  readonly columns: readonly TableColumn[];
  /** Problems by place within the rows: `0.quantity`. */
  readonly problems: ReadonlyMap<string, string>;
}

export interface TableColumn {
  readonly field: FieldDocument;
  readonly widget: string;
  readonly readonly: boolean;
  readonly required: boolean;
}

export function TableWidget({ id, field, value, onChange, readonly, columns, context, problems }: TableWidgetProps) {
  const t = useTexts(recordFormTexts);
  const label = useLabel();
  const rows = Array.isArray(value) ? (value as readonly RowValues[]) : [];
  const { keys, forget, move } = useRowKeys(rows.length);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const child = subformEntity(field) ?? '';
  const totals = context.entity.fields.filter((one) => one.type === 'rollup' && (one.options as RollupOptions | undefined)?.subform === field.key);
  const full = rows.length >= MAX_SUBFORM_ROWS;

  const add = () => {
    const now = new Date().toISOString();
    onChange([...rows, newRow(context.design, child, { now, today: now.slice(0, 10) })]);
    requestAnimationFrame(() => document.getElementById(cellId(id, rows.length, columns.find((column) => !column.readonly)?.field.key ?? ''))?.focus());
  };
  const drop = ({ active, over }: DragEndEvent) => {
    const [from, to] = [keys.indexOf(Number(active.id)), keys.indexOf(Number(over?.id ?? -1))];
    if (from < 0 || to < 0 || from === to) return;
    move(from, to);
    onChange(movedRow(rows, from, to));
  };

  return (
    <div className={styles.frame} id={id} tabIndex={-1}>
      <div className={styles.scroll}>
        <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}>
        <table className={styles.table} style={{ minWidth: columns.reduce((sum, column) => sum + minimumWidth(column.field), readonly ? 0 : 78) }} aria-label={label(field.label)}>
          <colgroup>
            {readonly ? null : <col style={{ width: 34 }} />}
            {columns.map((column) => (
              <col key={column.field.key} style={{ width: defaultWidth(column.field) }} />
            ))}
            {readonly ? null : <col style={{ width: 44 }} />}
          </colgroup>
          <thead>
            <tr>
              {readonly ? null : <th aria-hidden />}
              {columns.map((column) => (
                <th key={column.field.key} scope="col" className={isRightAligned(column.field) ? styles.right : undefined}>
                  {label(column.field.label)}
                  {column.required ? <span className={styles.required} aria-hidden> *</span> : null}
                </th>
              ))}
              {readonly ? null : <th aria-hidden />}
            </tr>
          </thead>
            <SortableContext items={[...keys]} strategy={verticalListSortingStrategy}>
              <tbody>
                {rows.map((row, index) => (
                  <TableRow
                    key={keys[index]}
                    rowKey={keys[index]!}
                    index={index}
                    row={row}
                    tableId={id}
                    columns={columns}
                    readonly={readonly}
                    context={context}
                    live={context.live.rows[field.key]?.[index] ?? {}}
                    problems={problems}
                    onChange={(change) => onChange(withRow(rows, index, change))}
                    onRemove={() => {
                      forget(index);
                      onChange(withoutRow(rows, index));
                    }}
                  />
                ))}
              </tbody>
            </SortableContext>
        </table>
        </DndContext>
        {rows.length === 0 ? <div className={styles.none}>{t('noRows')}</div> : null}
      </div>
      <div className={styles.foot}>
        {readonly ? (
          <span />
        ) : (
          <ActionButton type="text" size="small" icon={<PlusOutlined />} onClick={add} reason={full ? t('tooManyRows', { limit: MAX_SUBFORM_ROWS }) : null}>
            {t('addRow')}
          </ActionButton>
        )}
        <dl className={styles.totals}>
          {totals.map((total) => (
            <div key={total.key}>
              <dt>{label(total.label)}</dt>
              <dd>
                <FieldValue field={total} value={context.live.values[total.key] ?? null} empty="—" />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}

const cellId = (tableId: string, row: number, key: string): string => `${tableId}_${row}_${key}`;

interface TableRowProps {
  readonly rowKey: number;
  readonly index: number;
  readonly row: RowValues;
  readonly tableId: string;
  readonly columns: readonly TableColumn[];
  readonly readonly: boolean;
  readonly context: FieldWidgetProps['context'];
  readonly live: Readonly<Record<string, unknown>>;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (change: RowValues) => void;
  readonly onRemove: () => void;
}

function TableRow({ rowKey, index, row, tableId, columns, readonly, context, live, problems, onChange, onRemove }: TableRowProps) {
  const t = useTexts(recordFormTexts);
  const label = useLabel();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: rowKey, disabled: readonly });
  return (
    <tr ref={setNodeRef} style={{ transform: CSS.Translate.toString(transform), transition }} data-dragging={isDragging || undefined} aria-label={t('row', { row: index + 1 })}>
      {readonly ? null : (
        <td className={styles.grip}>
          <button type="button" ref={setActivatorNodeRef} className={styles.handle} {...attributes} {...listeners} aria-label={t('moveRow', { row: index + 1 })}>
            <HolderOutlined />
          </button>
        </td>
      )}
      {columns.map((column) => {
        const Widget = CELL_WIDGETS[column.widget] ?? CELL_WIDGETS.formula!;
        const { key } = column.field;
        const problem = problems.get(`${index}.${key}`);
        const cell: FieldWidgetProps = {
          id: cellId(tableId, index, key),
          field: column.field,
          value: row[key],
          ...(key in live ? { live: live[key] } : {}),
          onChange: (value) => onChange({ [key]: value }),
          readonly: readonly || column.readonly,
          invalid: problem !== undefined,
          cell: true,
          label: `${label(column.field.label)}, ${t('row', { row: index + 1 })}`,
          context,
          row,
        };
        const place = placeInRow(String(row.id), key);
        const mask = context.masks.get(place);
        return (
          <td key={key} className={isRightAligned(column.field) ? styles.right : undefined} data-invalid={problem ? true : undefined} data-readonly={readonly || column.readonly || undefined}>
            {mask !== undefined ? (
              <MaskedTextWidget id={cell.id} text={mask} label={cell.label} cell readonly={cell.readonly} onReplace={() => context.onReplace(place)} />
            ) : column.field.encrypted ? <MaskedWidget {...cell} Widget={Widget} /> : <Widget {...cell} />}
            {problem ? (
              <div className={styles.problem} role="alert">
                {problem}
              </div>
            ) : null}
          </td>
        );
      })}
      {readonly ? null : (
        <td className={styles.remove}>
          <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('removeRow', { row: index + 1 })} onClick={onRemove} />
        </td>
      )}
    </tr>
  );
}

/** A stable key per row for as long as the table is on the page; rows that come from outside are taken as new ones at the end. */
function useRowKeys(count: number) {
  const state = useRef({ keys: [] as number[], next: 1 });
  const { current } = state;
  while (current.keys.length < count) current.keys.push(current.next++);
  if (current.keys.length > count) current.keys.length = count;
  return {
    keys: current.keys,
    forget: (index: number) => void current.keys.splice(index, 1),
    move: (from: number, to: number) => {
      current.keys = [...movedRow(current.keys, from, to)];
    },
  };
}
