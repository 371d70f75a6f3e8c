/** A shared view: its columns and rows, to search, sort and page through. */

import { useState } from 'react';
import { Button, Input } from 'antd';
import { CaretDownFilled, CaretUpFilled, SearchOutlined, TableOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FieldDocument, SortKey } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { call, routes } from '../../shared/api/index.ts';
import { FieldValue, isRightAligned } from '../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { useDebounced } from '../../shared/inputs/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton } from '../../shared/ui/index.ts';
import tableStyles from '../../shared/ui/plain-table.module.css';
import styles from './shared-pages.module.css';
import { sharedTexts } from './texts.ts';

const PAGE = 50;

export function SharedTable({ token, pass, fields, name }: { token: string; pass: string | null; fields: readonly FieldDocument[]; name: string }) {
  const t = useTexts(sharedTexts);
  const [typed, setTyped] = useState('');
  const [sort, setSort] = useState<SortKey | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const search = useDebounced(typed.trim(), 300);
  const query = { limit: PAGE, ...(search === '' ? {} : { search }), ...(sort ? { sort: [sort] } : {}), ...(cursor === null ? {} : { cursor }) };
  const page = useQuery({
    queryKey: ['shared', token, 'rows', query],
    queryFn: ({ signal }) => call(routes.querySharedView, { params: { token }, body: { query, ...(pass === null ? {} : { pass }) }, signal }),
    placeholderData: keepPreviousData,
  });
  const order = (field: string) => {
    setCursor(null);
    setSort(sort?.field !== field ? { field } : sort.desc ? null : { field, desc: true });
  };
  return (
    <section>
      <div className={styles.tools}>
        <Input
          className={styles.search ?? ''}
          type="search"
          prefix={<SearchOutlined />}
          aria-label={t('search')}
          placeholder={t('search')}
          allowClear
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setCursor(null);
          }}
        />
      </div>
      {page.isError ? <div className={styles.problem}><ErrorProblems error={page.error} /></div> : null}
      {page.isPending ? <ListSkeleton rows={8} /> : null}
      {page.data ? (
        page.data.rows.length === 0 ? (
          <EmptyState icon={<TableOutlined />} title={t(search === '' ? 'noRows' : 'noMatch')} />
        ) : (
          <>
            <div className={`${tableStyles.tableFrame} ${styles.table} ${page.isPlaceholderData ? styles.stale : ''}`}>
              <table className={tableStyles.table} aria-label={name}>
                <thead>
                  <tr>
                    {fields.map((field) => (
                      <HeadCell key={field.key} field={field} sort={sort?.field === field.key ? sort : null} onSort={() => order(field.key)} />
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {page.data.rows.map((row) => (
                    <tr key={row.id}>
                      {fields.map((field) => (
                        <td key={field.key} className={isRightAligned(field) ? tableStyles.right : undefined}>
                          <FieldValue field={field} value={row.values[field.key]} masked={row.masked?.includes(field.key)} />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {page.data.prev || page.data.next ? (
              <div className={styles.foot}>
                <Button disabled={!page.data.prev} onClick={() => setCursor(page.data.prev)}>{t('previous')}</Button>
                <Button disabled={!page.data.next} onClick={() => setCursor(page.data.next)}>{t('next')}</Button>
              </div>
            ) : null}
          </>
        )
      ) : null}
    </section>
  );
}

function HeadCell({ field, sort, onSort }: { field: FieldDocument; sort: SortKey | null; onSort: () => void }) {
  const t = useTexts(sharedTexts);
  const label = useLabel();
  const name = label(field.label);
  return (
    <th scope="col" className={isRightAligned(field) ? tableStyles.right : undefined} aria-sort={sort ? (sort.desc ? 'descending' : 'ascending') : undefined}>
      {typeOf(field).sortable ? (
        <button type="button" className={styles.sort} title={t('sortBy', { field: name })} onClick={onSort}>
          {name} {sort ? sort.desc ? <CaretDownFilled /> : <CaretUpFilled /> : null}
        </button>
      ) : (
        name
      )}
    </th>
  );
}
