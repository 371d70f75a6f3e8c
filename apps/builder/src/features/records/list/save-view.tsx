/** Designers keep the question of a list as a view for everybody: the one that is open, or a new one. */

import { useState } from 'react';
import { Button, Modal, Radio } from 'antd';
import { SaveOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EntityDocument, LocalizedText, ViewDocument } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { LocalizedInput } from '../../../shared/design-kit/localized-input.tsx';
import { commonTexts, useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { ErrorProblems, useNotify } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import type { ColumnChoice, ListSearch } from './list-search.ts';
import { viewKeyFor, viewOf, type ListState } from './view-draft.ts';
import styles from './list-toolbar.module.css';

interface SaveViewProps {
  readonly entity: EntityDocument;
  readonly view: ViewDocument | undefined;
  readonly search: ListSearch;
  readonly state: ListState;
  readonly choice: ColumnChoice;
  readonly onSaved: (view: string) => void;
}

export function SaveViewButton(props: SaveViewProps) {
  const t = useTexts(recordTexts);
  const ability = useAbility();
  const [open, setOpen] = useState(false);
  const { search, choice } = props;
  const changed = search.filter !== undefined || search.sort !== undefined || search.group !== undefined || Object.keys(choice).length > 0;
  if (!changed || !ability.can('use', 'design')) return null;
  return (
    <>
      <Button type="text" size="small" icon={<SaveOutlined />} onClick={() => setOpen(true)}>
        {t('saveView')}
      </Button>
      {open ? <SaveViewDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function SaveViewDialog({ entity, view, state, onSaved, onClose }: SaveViewProps & { onClose: () => void }) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const notify = useNotify();
  const queries = useQueryClient();
  const [target, setTarget] = useState<'new' | 'open'>('new');
  const [name, setName] = useState<LocalizedText | undefined>();
  const save = useMutation({
    mutationFn: async () => {
      const { items } = await call(routes.views);
      const stored = target === 'open' && view ? items.find((item) => item.document.key === view.key) : undefined;
      const key = stored?.document.key ?? viewKeyFor(entity, name, items.map((item) => item.document.key));
      const document = viewOf(entity, key, stored?.document.label ?? name ?? {}, state);
      await call(routes.saveView, { params: { key }, body: { version: stored?.version ?? 0, document } });
      return key;
    },
    onSuccess: async (key) => {
      await queries.invalidateQueries({ queryKey: ['app'] });
      notify.done(t('viewSaved'));
      onClose();
      onSaved(key);
    },
  });
  return (
    <Modal
      open
      centered
      width={460}
      title={t('saveViewTitle')}
      okText={common('save')}
      cancelText={common('cancel')}
      confirmLoading={save.isPending}
      okButtonProps={{ disabled: target === 'new' && name === undefined }}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        {view ? (
          <Radio.Group
            value={target}
            options={[{ value: 'new', label: t('viewNew') }, { value: 'open', label: t('viewReplace', { name: label(view.label) }) }]}
            onChange={(event) => setTarget(event.target.value as 'new' | 'open')}
          />
        ) : null}
        {target === 'new' ? <LocalizedInput autoFocus name={t('viewName')} value={name} onChange={setName} /> : null}
        <p className={styles.quiet}>{t('saveViewText')}</p>
        <ErrorProblems error={save.error} />
      </div>
    </Modal>
  );
}
