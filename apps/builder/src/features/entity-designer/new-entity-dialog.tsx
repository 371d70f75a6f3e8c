/** Makes an entity with its first field, and the form and list it opens with. */

import { useState } from 'react';
import { Modal, Select } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { EntityDocument } from '@tessera/contract';
import { CHOICE_COLORS, SettingRow, designTexts, saveFirstLayouts } from '../../shared/design-kit/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { ErrorProblems, useNotify } from '../../shared/ui/index.ts';
import { saveEntity } from './api/save-entity.ts';
import styles from './entity-designer.module.css';
import { beginEntity, entityKeyFor } from './entity-draft.ts';
import { EntityLookEditor, type EntityLook } from './entity-look.tsx';
import { entityTexts } from './texts.ts';

export function NewEntityDialog({ entities, onClose }: { entities: readonly EntityDocument[]; onClose: () => void }) {
  const t = useTexts(entityTexts);
  const design = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [look, setLook] = useState<EntityLook>({ label: undefined, labelPlural: undefined, icon: 'folder', color: CHOICE_COLORS[1] });
  const [parent, setParent] = useState('');
  const key = entityKeyFor(look.label, entities);

  const create = useMutation({
    mutationFn: async () => {
      const entity = beginEntity({ ...look, label: look.label ?? {}, ...(parent ? { parent } : {}) }, entities);
      const saved = await saveEntity(0, entity);
      if (!parent) await saveFirstLayouts(saved.document);
      return saved.document;
    },
    onSuccess: async (entity) => {
      notify.done(t('created', { name: label(entity.label) }));
      await Promise.all([queries.invalidateQueries({ queryKey: ['design'] }), queries.invalidateQueries({ queryKey: ['app'] }), queries.invalidateQueries({ queryKey: ['session'] })]);
      onClose();
      await navigate({ to: '/design/entities/$key', params: { key: entity.key } });
    },
  });

  return (
    <Modal
      open
      centered
      width={560}
      title={t('newEntity')}
      okText={common('create')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: key === '' }}
      confirmLoading={create.isPending}
      onOk={() => create.mutate()}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <EntityLookEditor autoFocus look={look} onChange={setLook} />
        <SettingRow label={t('parent')} hint={t('parentHint')}>
          <Select
            value={parent}
            aria-label={t('parent')}
            style={{ width: '100%' }}
            options={[{ value: '', label: t('parentNone') }, ...entities.filter((entity) => !entity.parent).map((entity) => ({ value: entity.key, label: label(entity.label) }))]}
            onChange={setParent}
          />
        </SettingRow>
        <SettingRow label={design('key')} hint={design('keyHint')}>
          <code>{key || '…'}</code>
        </SettingRow>
        <ErrorProblems error={create.error} />
      </div>
    </Modal>
  );
}
