/** All roles, and what each amounts to in a line. */

import { useState } from 'react';
import { Button, Modal, Tag } from 'antd';
import { CrownOutlined, PlusOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ADMIN_ROLE, type LocalizedText, type RoleDocument } from '@tessera/contract';
import { deriveKey } from '@tessera/model';
import { accessTexts } from '../../shared/access/index.ts';
import { LocalizedInput, SettingRow, rolesQuery } from '../../shared/design-kit/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { ErrorProblems, Page, PageHeader } from '../../shared/ui/index.ts';
import { saveRole } from './api/save-role.ts';
import styles from './role-editor.module.css';
import { grantsNothing, rulesToMatrix } from './role-matrix.ts';
import { roleTexts } from './texts.ts';

export function RolesPage() {
  const t = useTexts(roleTexts);
  const { data } = useSuspenseQuery(rolesQuery);
  const [creating, setCreating] = useState(false);
  const roles = data.map((item) => item.document).filter((role) => role.key !== ADMIN_ROLE);
  return (
    <Page
      header={
        <PageHeader
          title={t('title')}
          subtitle={t('subtitle')}
          actions={
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
              {t('newRole')}
            </Button>
          }
        />
      }
    >
      <ul className={styles.roles}>
        <li className={styles.role} data-fixed>
          <span className={styles.roleIcon}><CrownOutlined /></span>
          <span className={styles.roleText}>
            <span className={styles.roleName}>{t('adminTitle')}</span>
            <span className={styles.roleMeta}>{t('adminText')}</span>
          </span>
          <Tag>{t('builtIn')}</Tag>
        </li>
        {roles.map((role) => (
          <li key={role.key}>
            <RoleCard role={role} />
          </li>
        ))}
      </ul>
      {creating ? <NewRoleDialog roles={data.map((item) => item.document)} onClose={() => setCreating(false)} /> : null}
    </Page>
  );
}

function RoleCard({ role }: { role: RoleDocument }) {
  const t = useTexts(roleTexts);
  const access = useTexts(accessTexts);
  const label = useLabel();
  const { grants } = rulesToMatrix(role.rules);
  const granted = Object.keys(grants).filter((key) => key !== '*' && !grantsNothing(grants[key]!)).length;
  const extent = grants['*'] ? t('allEntities') : granted > 0 ? t('entitiesGranted', { count: granted }) : role.rules.length === 0 ? t('noRights') : '';
  return (
    <Link to="/design/roles/$key" params={{ key: role.key }} className={styles.role}>
      <span className={styles.roleIcon}><SafetyCertificateOutlined /></span>
      <span className={styles.roleText}>
        <span className={styles.roleName}>{label(role.label)}</span>
        <span className={styles.roleMeta}>{[label(role.description), extent].filter(Boolean).join(' · ')}</span>
      </span>
      {(role.capabilities ?? []).map((capability) => (
        <Tag key={capability} color="processing">{access(`capability_${capability}`)}</Tag>
      ))}
    </Link>
  );
}

function NewRoleDialog({ roles, onClose }: { roles: readonly RoleDocument[]; onClose: () => void }) {
  const t = useTexts(roleTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState<LocalizedText>();
  const create = useMutation({
    mutationFn: () => saveRole(0, { key: roleKeyFor(name?.en ?? label(name), roles), label: name ?? {}, rules: [] }),
    onSuccess: async ({ document }) => {
      await queries.invalidateQueries({ queryKey: rolesQuery.queryKey });
      await navigate({ to: '/design/roles/$key', params: { key: document.key } });
    },
  });
  return (
    <Modal open centered title={t('newRole')} okText={common('create')} cancelText={common('cancel')} okButtonProps={{ disabled: !name }} confirmLoading={create.isPending} onOk={() => create.mutate()} onCancel={onClose}>
      <div className={styles.form}>
        <SettingRow label={t('roleLabel')}>
          <LocalizedInput autoFocus name={t('roleLabel')} value={name} onChange={setName} />
        </SettingRow>
        <ErrorProblems error={create.error} />
      </div>
    </Modal>
  );
}

export const roleKeyFor = (name: string, roles: readonly RoleDocument[]): string => deriveKey(name, (key) => key === ADMIN_ROLE || roles.some((role) => role.key === key));
