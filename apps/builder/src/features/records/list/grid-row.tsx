/** One record as a row of a list: a box to select it, its title as a link, its values. */

import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { Checkbox } from 'antd';
import { Link, useRouter } from '@tanstack/react-router';
import type { EntityDocument, RecordView } from '@tessera/contract';
import { FieldValue, isRightAligned, refLabel } from '../../../shared/fields/index.ts';
import { useTexts } from '../../../shared/i18n/index.ts';
import { recordTexts } from '../texts.ts';
import type { ListColumn } from './list-search.ts';
import type { Selection } from './use-selection.ts';
import styles from './record-grid.module.css';

interface GridRowProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly row: RecordView;
  readonly rowIndex?: number;
  readonly selection: Selection;
}

export function GridRow({ entity, columns, row, rowIndex, selection }: GridRowProps) {
  const t = useTexts(recordTexts);
  const router = useRouter();
  const title = refLabel(row.values[entity.titleField]) || t('untitled');
  const open = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('a, button, input, label') || window.getSelection()?.toString()) return;
    const href = `/records/${entity.key}/${row.id}`;
    if (event.metaKey || event.ctrlKey) window.open(href, '_blank');
    else router.history.push(href);
  };
  return (
    <tr className={styles.row} aria-rowindex={rowIndex} aria-selected={selection.has(row.id)} onClick={open} onKeyDown={moveFocus}>
      <td className={styles.select}>
        <Checkbox checked={selection.has(row.id)} aria-label={t('selectRow', { title })} onChange={(event) => selection.toggle({ id: row.id, version: row.version, title }, event.target.checked)} />
      </td>
      {columns.map(({ field }, at) => (
        <td key={field.key} className={isRightAligned(field) ? styles.right : undefined}>
          {at === 0 ? (
            <TitleLink entity={entity} row={row} title={title} field={field.key}>
              <FieldValue field={field} value={row.values[field.key]} masked={row.masked?.includes(field.key)} />
            </TitleLink>
          ) : (
            <FieldValue field={field} value={row.values[field.key]} masked={row.masked?.includes(field.key)} record={{ entity: entity.key, id: row.id }} />
          )}
        </td>
      ))}
      <td className={styles.rest} aria-hidden />
    </tr>
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
function TitleLink({ entity, row, title, field, children }: { entity: EntityDocument; row: RecordView; title: string; field: string; children: ReactNode }) {
  return (
    <Link to={`/records/${entity.key}/${row.id}` as string} data-open className={styles.open} aria-label={title}>
      {field === entity.titleField ? title : children}
    </Link>
  );
}
