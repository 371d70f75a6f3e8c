import { Button, Select } from 'antd';
import { DeleteOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { EntityDocument, VersionedEntity } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { SettingRow } from '../../shared/design-kit/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import styles from './entity-designer.module.css';
import { mayNameRecords } from './entity-draft.ts';
import { useNotify } from '../../shared/ui/index.ts';
import { EntityLookEditor } from './entity-look.tsx';
import { entityTexts } from './texts.ts';
import { useDeletion } from './use-deletion.tsx';

export function EntitySettings({ draft, stored, onChange }: { draft: EntityDocument; stored: VersionedEntity; onChange: (draft: EntityDocument) => void }) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  return (
    <div className={styles.form}>
      <EntityLookEditor
        look={{ label: draft.label, labelPlural: draft.labelPlural, icon: draft.icon ?? 'appstore', color: draft.color ?? '#1677ff' }}
        onChange={({ labelPlural, ...look }) => {
          const { labelPlural: _before, ...others } = draft;
          onChange({ ...others, ...look, label: look.label ?? {}, ...(labelPlural ? { labelPlural } : {}) });
        }}
      />
      <SettingRow label={t('titleField')}>
        <Select
          value={draft.titleField}
          aria-label={t('titleField')}
          style={{ width: '100%' }}
          options={draft.fields.filter(mayNameRecords).map((field) => ({ value: field.key, label: label(field.label) }))}
          onChange={(titleField) => onChange({ ...draft, titleField })}
        />
      </SettingRow>
      <DeleteEntity stored={stored} />
    </div>
  );
}

function DeleteEntity({ stored }: { stored: VersionedEntity }) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const mayDelete = useDeletion();
  const { key } = stored.document;
  const name = label(stored.document.label) || key;
  const remove = useMutation({
    mutationFn: () => call(routes.deleteEntity, { params: { key }, query: { version: stored.version } }),
    onSuccess: async () => {
      notify.done(t('entityDeleted', { name }));
      await navigate({ to: '/design/entities', ignoreBlocker: true });
      await Promise.all([['design'], ['app'], ['session']].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    onError: notify.failed,
  });
  return (
    <section className={styles.danger}>
      <div>
        <strong>{t('deleteEntity')}</strong>
        <p className={styles.quiet}>{t('deleteEntityText')}</p>
      </div>
      <Button danger icon={<DeleteOutlined />} loading={remove.isPending} onClick={async () => (await mayDelete({ entity: key, name, text: t('deleteEntityText'), action: t('deleteEntity') })) && remove.mutate()}>
        {t('deleteEntity')}
      </Button>
    </section>
  );
}
