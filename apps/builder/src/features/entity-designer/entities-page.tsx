/** All entities of the workspace, each with how much it holds. */

import { useState } from 'react';
import { Button, Tag } from 'antd';
import { DatabaseOutlined, PlusOutlined, RestOutlined, UploadOutlined } from '@ant-design/icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { EntityDocument } from '@tessera/contract';
import { designEntitiesQuery } from '../../shared/design-kit/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, EntityIcon, Page, PageHeader } from '../../shared/ui/index.ts';
import styles from './entity-designer.module.css';
import { NewEntityDialog } from './new-entity-dialog.tsx';
import { entityTexts } from './texts.ts';

export function EntitiesPage() {
  const t = useTexts(entityTexts);
  const { data } = useSuspenseQuery(designEntitiesQuery);
  const [creating, setCreating] = useState(false);
  const entities = data.map((item) => item.document);
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('newEntity')}
    </Button>
  );
  return (
    <Page header={<PageHeader title={t('title')} subtitle={t('subtitle')} actions={
            <>
              <Link to="/design/trash">
                <Button icon={<RestOutlined />} tabIndex={-1} aria-label={t('trash')} title={t('trash')} />
              </Link>
              <Link to="/import" search={{ new: true }}>
                <Button icon={<UploadOutlined />} tabIndex={-1}>{t('fromFile')}</Button>
              </Link>
              {entities.length > 0 ? create : null}
            </>
          } />}>
      {entities.length === 0 ? (
        <EmptyState icon={<DatabaseOutlined />} title={t('empty')} text={t('emptyText')} actions={create} />
      ) : (
        <ul className={styles.entities}>
          {entities.map((entity) => (
            <li key={entity.key}>
              <EntityCard entity={entity} parent={entities.find((candidate) => candidate.key === entity.parent)} />
            </li>
          ))}
        </ul>
      )}
      {creating ? <NewEntityDialog entities={entities} onClose={() => setCreating(false)} /> : null}
    </Page>
  );
}

function EntityCard({ entity, parent }: { entity: EntityDocument; parent: EntityDocument | undefined }) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  const links = entity.fields.filter((field) => field.type === 'relation').length;
  return (
    <Link to="/design/entities/$key" params={{ key: entity.key }} className={styles.entity}>
      <EntityIcon entity={entity} size={36} />
      <span className={styles.entityText}>
        <span className={styles.entityName}>{label(entity.label)}</span>
        <span className={styles.entityMeta}>
          {t('fields', { count: entity.fields.length })}
          {links > 0 ? ` · ${t('relations', { count: links })}` : null}
        </span>
      </span>
      {parent ? <Tag>{t('childOf', { entity: label(parent.label) })}</Tag> : null}
      <code className={styles.key}>{entity.key}</code>
    </Link>
  );
}
