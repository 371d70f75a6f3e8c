/** One role: names, the matrix of entities and actions, the fields of each entity, and rights beyond records. */

import { useMemo, useState } from 'react';
import { Button, Checkbox, Dropdown, Tag } from 'antd';
import { CopyOutlined, DeleteOutlined, MoreOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { CAPABILITIES, type Capability, type EntityDocument, type LocalizedText, type RoleDocument, type VersionedRole } from '@tessera/contract';
import { accessTexts } from '../../shared/access/index.ts';
import { LocalizedInput, SettingRow, accessEntitiesQuery, designTexts, isVersionConflict, rolesQuery, useConflict, useLeaveGuard } from '../../shared/design-kit/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { ActionButton, ErrorProblems, NotFoundPage, Page, PageHeader, useConfirm, useNotify } from '../../shared/ui/index.ts';
import { deleteRole } from './api/delete-role.ts';
import { saveRole } from './api/save-role.ts';
import { AccessMatrix } from './access-matrix.tsx';
import { PreviewDialog } from './preview-dialog.tsx';
import { RawRules } from './raw-rules.tsx';
import styles from './role-editor.module.css';
import { matrixToRules, rulesToMatrix, type RoleMatrix } from './role-matrix.ts';
import { roleKeyFor } from './roles-page.tsx';
import { RoleWorldProvider } from './row-words.tsx';
import { roleTexts } from './texts.ts';
import { widened } from './widened.ts';

export function RolePage() {
  const { key } = useParams({ strict: false }) as { key: string };
  const t = useTexts(roleTexts);
  const { data: roles } = useSuspenseQuery(rolesQuery);
  const { data: entities } = useSuspenseQuery(accessEntitiesQuery);
  const documents = useMemo(() => entities.map((item) => item.document), [entities]);
  const role = roles.find((item) => item.document.key === key);
  if (!role) return <NotFoundPage title={t('notFound')} />;
  return <RoleEditor key={`${key}@${role.version}`} stored={role} roles={roles.map((item) => item.document)} entities={documents} />;
}

interface RoleDraft {
  readonly label: LocalizedText | undefined;
  readonly description: LocalizedText | undefined;
  readonly capabilities: readonly Capability[];
  readonly matrix: RoleMatrix;
}

const draftOf = (role: RoleDocument): RoleDraft => ({ label: role.label, description: role.description, capabilities: role.capabilities ?? [], matrix: rulesToMatrix(role.rules) });

function documentOf(key: string, draft: RoleDraft): RoleDocument {
  return {
    key,
    label: draft.label ?? {},
    ...(draft.description ? { description: draft.description } : {}),
    ...(draft.capabilities.length > 0 ? { capabilities: CAPABILITIES.filter((capability) => draft.capabilities.includes(capability)) } : {}),
    rules: matrixToRules(draft.matrix),
  };
}

/** What decides who may what, without names. */
const rightsOf = ({ rules, capabilities = [] }: RoleDocument): unknown => [rules, capabilities];

function RoleEditor({ stored, roles, entities }: { stored: VersionedRole; roles: readonly RoleDocument[]; entities: readonly EntityDocument[] }) {
  const t = useTexts(roleTexts);
  const access = useTexts(accessTexts);
  const design = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const notify = useNotify();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const askConflict = useConflict();
  const first = useMemo(() => draftOf(stored.document), [stored]);
  const [draft, setDraft] = useState(first);
  const [leaving, setLeaving] = useState(false);
  const [previewing, setPreviewing] = useState(false);
  const { key } = stored.document;
  const changed = JSON.stringify(documentOf(key, draft)) !== JSON.stringify(documentOf(key, first));
  const gives = JSON.stringify(rightsOf(documentOf(key, draft))) !== JSON.stringify(rightsOf(documentOf(key, first)));
  useLeaveGuard(changed && !leaving);

  const refresh = (): Promise<unknown> =>
    Promise.all([queries.invalidateQueries({ queryKey: rolesQuery.queryKey }), queries.invalidateQueries({ queryKey: ['session'] }), queries.invalidateQueries({ queryKey: ['app'] }), queries.invalidateQueries({ queryKey: ['records'] })]);

  const save = useMutation({
    mutationFn: (version: number) => saveRole(version, documentOf(key, draft)),
    onSuccess: async () => {
      setPreviewing(false);
      notify.done(t('saved'));
      await refresh();
    },
    onError: async (error) => {
      if (!isVersionConflict(error)) return;
      const choice = await askConflict();
      if (choice === 'cancel') return;
      const latest = (await queries.fetchQuery({ ...rolesQuery, staleTime: 0 })).find((item) => item.document.key === key);
      if (choice === 'overwrite' && latest) save.mutate(latest.version);
    },
  });
  const duplicate = useMutation({
    mutationFn: () => {
      const copied = { 'zh-CN': draft.label?.['zh-CN'] ? `${draft.label['zh-CN']}（副本）` : undefined, en: draft.label?.en ? `${draft.label.en} (copy)` : undefined };
      const copy = Object.fromEntries(Object.entries(copied).filter(([, text]) => text !== undefined)) as LocalizedText;
      return saveRole(0, { ...documentOf(key, draft), label: copy, key: roleKeyFor(key, roles) });
    },
    onSuccess: async ({ document }) => {
      setLeaving(true);
      await refresh();
      await navigate({ to: '/design/roles/$key', params: { key: document.key } });
    },
    onError: notify.failed,
  });
  const remove = useMutation({
    mutationFn: () => deleteRole(key),
    onSuccess: async () => {
      setLeaving(true);
      notify.done(t('deleted'));
      await navigate({ to: '/design/roles' });
      await refresh();
    },
    onError: notify.failed,
  });
  const askRemove = async (): Promise<void> => {
    if (await confirm({ title: t('deleteTitle', { name: label(stored.document.label) }), text: t('deleteText'), action: t('deleteRole'), danger: true })) remove.mutate();
  };

  const problem = save.error && !isVersionConflict(save.error) ? save.error : null;
  const reason = !draft.label ? t('noLabel') : changed ? null : t('noChanges');
  return (
    <RoleWorldProvider entities={entities}>
      <Page
        header={
          <PageHeader
            icon={<span className={styles.roleIcon}><SafetyCertificateOutlined /></span>}
            above={<Link to="/design/roles">{t('title')}</Link>}
            title={label(draft.label) || key}
            beside={
              <>
                <code className={styles.key}>{key}</code>
                {changed ? <Tag color="warning">{design('unsaved')}</Tag> : null}
              </>
            }
            actions={
              <>
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: [
                      { key: 'duplicate', icon: <CopyOutlined />, label: t('duplicate'), onClick: () => duplicate.mutate() },
                      { key: 'delete', icon: <DeleteOutlined />, danger: true, label: t('deleteRole'), onClick: () => void askRemove() },
                    ],
                  }}
                >
                  <Button icon={<MoreOutlined />} aria-label={common('more')} />
                </Dropdown>
                <ActionButton type="primary" reason={reason} loading={save.isPending && !previewing} onClick={() => (gives ? setPreviewing(true) : save.mutate(stored.version))}>
                  {t('save')}
                </ActionButton>
              </>
            }
          />
        }
      >
        <div className={styles.sections}>
          {problem && !previewing ? <ErrorProblems error={problem} /> : null}
          <section className={styles.general} aria-label={t('general')}>
            <SettingRow label={t('roleLabel')}>
              <LocalizedInput inline name={t('roleLabel')} value={draft.label} onChange={(text) => setDraft({ ...draft, label: text })} />
            </SettingRow>
            <SettingRow label={t('description')}>
              <LocalizedInput inline name={t('description')} value={draft.description} onChange={(description) => setDraft({ ...draft, description })} />
            </SettingRow>
          </section>
          <section>
            <h2 className={styles.heading}>{t('records')}</h2>
            <AccessMatrix matrix={draft.matrix} onChange={(matrix) => setDraft({ ...draft, matrix })} />
          </section>
          <RawRules rules={draft.matrix.raw} onChange={(raw) => setDraft({ ...draft, matrix: { ...draft.matrix, raw } })} />
          <section>
            <h2 className={styles.heading}>{t('capabilities')}</h2>
            <div className={styles.capabilities}>
              {CAPABILITIES.map((capability) => (
                <Checkbox
                  key={capability}
                  checked={draft.capabilities.includes(capability)}
                  onChange={(event) => setDraft({ ...draft, capabilities: event.target.checked ? [...draft.capabilities, capability] : draft.capabilities.filter((one) => one !== capability) })}
                >
                  <span className={styles.roleName}>{access(`capability_${capability}`)}</span>
                  <span className={styles.capabilityText}>{access(`capability_${capability}Text`)}</span>
                </Checkbox>
              ))}
            </div>
          </section>
        </div>
        {previewing ? (
          <PreviewDialog
            document={documentOf(key, draft)}
            opened={widened(first.matrix, draft.matrix)}
            saving={save.isPending}
            error={problem}
            onSave={() => save.mutate(stored.version)}
            onCancel={() => setPreviewing(false)}
          />
        ) : null}
      </Page>
    </RoleWorldProvider>
  );
}
