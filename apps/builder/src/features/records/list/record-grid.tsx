/**
 * The table of a list. Only the rows in sight are in the document, so that a hundred thousand scroll like ten;
 * it is still a real table to screen readers. Rows before the first one that is kept are an empty space of their height
 * until somebody scrolls back to them. The first column stays in place while the others scroll.
 */

import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { EntityDocument, RecordView } from '@tessera/contract';
import { GridFoot } from './grid-foot.tsx';
import { GridHead, type ColumnActions } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import type { ColumnAggregate, ListColumn, ListQuery } from './list-search.ts';
import { isJumpToStart, isNearEnd, isNearStart, rowWindow } from './row-window.ts';
import type { Selection } from './use-selection.ts';
import styles from './record-grid.module.css';

const ROW = 41;
export const SELECT_WIDTH = 40;

interface RecordGridProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly rows: readonly RecordView[];
  /** Rows before the first of `rows`. */
  readonly skipped: number;
  /** All matching rows, when known. */
  readonly total: number | undefined;
  readonly query: ListQuery;
  readonly aggregates: Readonly<Record<string, ColumnAggregate>>;
  readonly selection: Selection;
  readonly actions: ColumnActions;
  readonly onNearEnd: () => void;
  readonly onNearStart: () => void;
  /** The person jumped to the top, far above what is kept. */
  readonly onJumpToStart: () => void;
  /** Below the last row: more is on its way, or could not be loaded. */
  readonly footer: ReactNode;
  /** Rows of an older query are shown until the new ones are here. */
  readonly stale: boolean;
}

export function RecordGrid({ entity, columns, rows, skipped, total, query, aggregates, selection, actions, onNearEnd, onNearStart, onJumpToStart, footer, stale }: RecordGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [dragged, setDragged] = useState<{ field: string; width: number } | null>(null);
  const top = view.top - skipped * ROW;
  const { from, to } = rowWindow(top, view.height, ROW, rows.length);
  const widthOf = (column: ListColumn): number => (dragged?.field === column.field.key ? dragged.width : column.width);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (rows.length === 0) return;
    if (isNearEnd(top, view.height, ROW, rows.length)) onNearEnd();
    if (isJumpToStart(view.top, ROW, skipped)) onJumpToStart();
    else if (skipped > 0 && isNearStart(top, ROW)) onNearStart();
  }, [top, view.top, view.height, rows.length, skipped, onNearEnd, onNearStart, onJumpToStart]);

  const before = (skipped + from) * ROW;
  return (
    <div ref={scroller} className={styles.scroller} data-stale={stale || undefined} onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}>
      <table className={styles.table} style={{ width: columns.reduce((sum, column) => sum + widthOf(column), SELECT_WIDTH) }} aria-rowcount={(total ?? skipped + rows.length) + 1} aria-busy={stale}>
        <colgroup>
          <col style={{ width: SELECT_WIDTH }} />
          {columns.map((column) => (
            <col key={column.field.key} style={{ width: widthOf(column) }} />
          ))}
          <col />
        </colgroup>
        <GridHead entity={entity} columns={columns} rows={rows} selection={selection} sort={query.sort ?? []} aggregates={aggregates} actions={actions} widthOf={widthOf} onDrag={setDragged} />
        <tbody>
          {before > 0 ? <tr aria-hidden style={{ height: before }} /> : null}
          {rows.slice(from, to).map((row, index) => (
            <GridRow key={row.id} entity={entity} columns={columns} row={row} rowIndex={skipped + from + index + 2} selection={selection} />
          ))}
          {to < rows.length ? <tr aria-hidden style={{ height: (rows.length - to) * ROW }} /> : null}
        </tbody>
        <GridFoot entity={entity} columns={columns} query={query} chosen={aggregates} />
      </table>
      <div className={styles.footer}>{footer}</div>
    </div>
  );
}
