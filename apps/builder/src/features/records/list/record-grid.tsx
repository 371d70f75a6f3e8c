/**
 * The table of a list. Only the rows in sight are in the document, so that a hundred thousand scroll like ten;
 * it is still a real table to screen readers. The first column stays in place while the others scroll.
 */

import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode } from 'react';
import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons';
import { Link, useRouter } from '@tanstack/react-router';
import type { EntityDocument, RecordView, SortKey } from '@tessera/contract';
import { FieldValue, isRightAligned, refLabel } from '../../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { recordTexts } from '../texts.ts';
import type { ListColumn } from './list-search.ts';
import { isNearEnd, rowWindow } from './row-window.ts';
import styles from './record-grid.module.css';

const ROW = 41;
const MIN_WIDTH = 64;

interface RecordGridProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly rows: readonly RecordView[];
  /** All matching rows, when known. */
  readonly total: number | undefined;
  readonly sort: readonly SortKey[];
  readonly onSort: (field: string) => void;
  readonly onResize: (field: string, width: number) => void;
  readonly onNearEnd: () => void;
  /** Below the last row: more is on its way, or could not be loaded. */
  readonly footer: ReactNode;
  /** Rows of an older query are shown until the new ones are here. */
  readonly stale: boolean;
}

export function RecordGrid({ entity, columns, rows, total, sort, onSort, onResize, onNearEnd, footer, stale }: RecordGridProps) {
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [dragged, setDragged] = useState<{ field: string; width: number } | null>(null);
  const { from, to } = rowWindow(view.top, view.height, ROW, rows.length);
  const widthOf = (column: ListColumn): number => (dragged?.field === column.field.key ? dragged.width : column.width);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (rows.length > 0 && isNearEnd(view.top, view.height, ROW, rows.length)) onNearEnd();
  }, [view, rows.length, onNearEnd]);

  const open = (row: RecordView, event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('a, button') || window.getSelection()?.toString()) return;
    const href = `/records/${entity.key}/${row.id}`;
    if (event.metaKey || event.ctrlKey) window.open(href, '_blank');
    else router.history.push(href);
  };

  return (
    <div ref={scroller} className={styles.scroller} data-stale={stale || undefined} onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}>
      <table className={styles.table} style={{ width: columns.reduce((sum, column) => sum + widthOf(column), 0) }} aria-rowcount={(total ?? rows.length) + 1} aria-busy={stale}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.field.key} style={{ width: widthOf(column) }} />
          ))}
          <col />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeadCell
                key={column.field.key}
                column={column}
                width={widthOf(column)}
                sorted={sort[0]?.field === column.field.key ? (sort[0].desc ? 'descending' : 'ascending') : undefined}
                onSort={onSort}
                onDrag={(width) => setDragged({ field: column.field.key, width })}
                onDrop={(width) => {
                  setDragged(null);
                  onResize(column.field.key, width);
                }}
              />
            ))}
            <th className={styles.rest} aria-hidden />
          </tr>
        </thead>
        <tbody>
          {from > 0 ? <tr aria-hidden style={{ height: from * ROW }} /> : null}
          {rows.slice(from, to).map((row, index) => (
            <tr key={row.id} className={styles.row} aria-rowindex={from + index + 2} onClick={(event) => open(row, event)} onKeyDown={moveFocus}>
              {columns.map(({ field }, at) => (
                <td key={field.key} className={isRightAligned(field) ? styles.right : undefined}>
                  {at === 0 ? <TitleCell entity={entity} row={row} field={field.key}><FieldValue field={field} value={row.values[field.key]} /></TitleCell> : <FieldValue field={field} value={row.values[field.key]} />}
                </td>
              ))}
              <td className={styles.rest} aria-hidden />
            </tr>
          ))}
          {to < rows.length ? <tr aria-hidden style={{ height: (rows.length - to) * ROW }} /> : null}
        </tbody>
      </table>
      <div className={styles.footer}>{footer}</div>
    </div>
  );
}

/** Arrow keys go from row to row by their links. */
function moveFocus(event: KeyboardEvent<HTMLTableRowElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const next = event.key === 'ArrowDown' ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
  const link = next?.querySelector<HTMLAnchorElement>('a[data-open]');
  if (!link) return;
  event.preventDefault();
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: 'nearest' });
}

/** The first cell opens the record: a link for the keyboard, for a new tab and for screen readers. */
function TitleCell({ entity, row, field, children }: { entity: EntityDocument; row: RecordView; field: string; children: ReactNode }) {
  const t = useTexts(recordTexts);
  const title = refLabel(row.values[entity.titleField]) || t('untitled');
  const shown = field === entity.titleField;
  return (
    <Link to={`/records/${entity.key}/${row.id}` as string} data-open className={styles.open} aria-label={title}>
      {shown ? title : children}
    </Link>
  );
}

interface HeadCellProps {
  readonly column: ListColumn;
  readonly width: number;
  readonly sorted: 'ascending' | 'descending' | undefined;
  readonly onSort: (field: string) => void;
  readonly onDrag: (width: number) => void;
  readonly onDrop: (width: number) => void;
}

function HeadCell({ column: { field }, width, sorted, onSort, onDrag, onDrop }: HeadCellProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const name = label(field.label);
  const sortable = field.type !== 'subform' && field.type !== 'multiSelect' && field.type !== 'longText';
  const start = useRef<{ x: number; width: number } | null>(null);

  const widthAt = (event: PointerEvent): number => Math.max(MIN_WIDTH, (start.current?.width ?? width) + event.clientX - (start.current?.x ?? event.clientX));
  return (
    <th scope="col" className={isRightAligned(field) ? styles.right : undefined} aria-sort={sorted}>
      {sortable ? (
        <button type="button" className={styles.sort} onClick={() => onSort(field.key)} title={t('sortBy', { field: name })}>
          <span className={styles.headText}>{name}</span>
          {sorted === 'ascending' ? <CaretUpFilled className={styles.arrow} /> : null}
          {sorted === 'descending' ? <CaretDownFilled className={styles.arrow} /> : null}
        </button>
      ) : (
        <span className={styles.headText}>{name}</span>
      )}
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
}
