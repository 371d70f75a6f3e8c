/** All forms, by the entity they enter. */

import { useState } from 'react';
import { Button, Modal, Select } from 'antd';
import { FormOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { EntityDocument, FormDocument, LocalizedText } from '@tessera/contract';
import { deriveKey } from '@tessera/model';
import { call, routes } from '../../shared/api/index.ts';
import { LocalizedInput, SettingRow, designEntitiesQuery, designFormsQuery } from '../../shared/design-kit/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, EntityIcon, ErrorProblems, Page, PageHeader } from '../../shared/ui/index.ts';
import styles from './forms-page.module.css';
import { formTexts } from './texts.ts';

export function FormsPage() {
  const t = useTexts(formTexts);
  const label = useLabel();
  const { data: forms } = useSuspenseQuery(designFormsQuery);
  const { data: entities } = useSuspenseQuery(designEntitiesQuery);
  const [creating, setCreating] = useState(false);
  return (
    <Page
      header={
        <PageHeader
          title={t('title')}
          subtitle={t('subtitle')}
          actions={
            <Button icon={<PlusOutlined />} disabled={entities.length === 0} onClick={() => setCreating(true)}>
              {t('newForm')}
            </Button>
          }
        />
      }
    >
      {forms.length === 0 ? <EmptyState icon={<FormOutlined />} title={t('empty')} text={t('emptyText')} /> : null}
      <ul className={styles.forms}>
        {forms.map(({ document: form }) => {
          const entity = entities.find((candidate) => candidate.document.key === form.entity)?.document;
          return (
            <li key={form.key}>
              <Link to="/design/forms/$key" params={{ key: form.key }} className={styles.form}>
                <EntityIcon entity={entity ?? {}} size={36} />
                <span className={styles.text}>
                  <span className={styles.name}>{label(form.label)}</span>
                  <span className={styles.meta}>
                    {t('formOf', { entity: label(entity?.label) || form.entity })} · {t('layout', { sections: form.sections.length, fields: form.sections.reduce((sum, section) => sum + section.items.length, 0) })}
                  </span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
      {creating ? <NewFormDialog entities={entities.map((item) => item.document)} forms={forms.map((item) => item.document)} onClose={() => setCreating(false)} /> : null}
    </Page>
  );
}

function NewFormDialog({ entities, forms, onClose }: { entities: readonly EntityDocument[]; forms: readonly FormDocument[]; onClose: () => void }) {
  const t = useTexts(formTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [entity, setEntity] = useState(entities[0]?.key ?? '');
  const [name, setName] = useState<LocalizedText>();
  const create = useMutation({
    mutationFn: () => {
      const key = deriveKey(name?.en ?? label(name), (candidate) => forms.some((form) => form.key === candidate));
      return call(routes.saveForm, { params: { key }, body: { version: 0, document: { key, entity, label: name ?? {}, sections: [{ key: 'basic', columns: 2, items: [] }] } } });
    },
    onSuccess: async ({ form }) => {
      await Promise.all([queries.invalidateQueries({ queryKey: ['design', 'forms'] }), queries.invalidateQueries({ queryKey: ['app'] })]);
      await navigate({ to: '/design/forms/$key', params: { key: form.document.key } });
    },
  });
  return (
    <Modal open centered title={t('newForm')} okText={common('create')} cancelText={common('cancel')} okButtonProps={{ disabled: !name || !entity }} confirmLoading={create.isPending} onOk={() => create.mutate()} onCancel={onClose}>
      <div className={styles.dialog}>
        <SettingRow label={t('createFor')}>
          <Select value={entity} aria-label={t('createFor')} style={{ width: '100%' }} options={entities.map((one) => ({ value: one.key, label: label(one.label) }))} onChange={setEntity} />
        </SettingRow>
        <SettingRow label={t('formLabel')}>
          <LocalizedInput autoFocus name={t('formLabel')} value={name} onChange={setName} />
        </SettingRow>
        <ErrorProblems error={create.error} />
      </div>
    </Modal>
  );
}
