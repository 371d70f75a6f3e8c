import { useState } from 'react';
import { Button, Dropdown, Input, Modal, Select, Tabs, Tag, Tooltip } from 'antd';
import { MoreOutlined, PlusOutlined, SearchOutlined, TeamOutlined, UserAddOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ADMIN_ROLE, type MemberView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { MemberAvatar } from '../../shared/fields/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton, Page, PageHeader, useConfirm, useNotify } from '../../shared/ui/index.ts';
import { DepartmentsPane } from './departments-pane.tsx';
import { groupTexts } from './group-texts.ts';
import { GroupsPane } from './groups-pane.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { handOverTexts } from './hand-over-texts.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { membersQuery } from './members-query.ts';
import { RightsDrawer } from './rights-drawer.tsx';
import { useRoleOptions } from './role-options.ts';
import { memberTexts } from './texts.ts';
import styles from './members.module.css';

const STATUS_COLORS = { active: 'success', invited: 'processing', imported: 'default', disabled: 'error' } as const;

export function MembersPage() {
  const t = useTexts(memberTexts);
  const group = useTexts(groupTexts);
  const navigate = useNavigate();
  const { tab = 'members' } = useSearch({ from: '/workspace/members' });
  const [inviting, setInviting] = useState<{ member: MemberView | null } | null>(null);
  const [making, setMaking] = useState(false);
  return (
    <Page
      header={
        <PageHeader
          title={t('title')}
          subtitle={t('subtitle')}
          actions={
            tab === 'members' ? (
              <Button type="primary" icon={<UserAddOutlined />} onClick={() => setInviting({ member: null })}>
                {t('invite')}
              </Button>
            ) : (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
                {tab === 'groups' ? group('newGroup') : t('newDepartment')}
              </Button>
            )
          }
          below={
            <Tabs
              className={styles.tabs ?? ''}
              activeKey={tab}
              items={[
                { key: 'members', label: t('title') },
                { key: 'departments', label: t('departments') },
                { key: 'groups', label: group('groups') },
              ]}
              onChange={(next) => void navigate({ to: '.', search: next === 'departments' || next === 'groups' ? { tab: next } : {}, replace: true })}
            />
          }
        />
      }
    >
      {tab === 'members' ? <MemberList onInvite={(member) => setInviting({ member })} /> : tab === 'groups' ? <GroupsPane making={making} onMade={() => setMaking(false)} /> : <DepartmentsPane making={making} onMade={() => setMaking(false)} />}
      {inviting ? <InviteDialog member={inviting.member} onClose={() => setInviting(null)} /> : null}
    </Page>
  );
}

function MemberList({ onInvite }: { onInvite: (member: MemberView) => void }) {
  const t = useTexts(memberTexts);
  const [search, setSearch] = useState('');
  const [changing, setChanging] = useState<MemberView | null>(null);
  const [looking, setLooking] = useState<MemberView | null>(null);
  const [handing, setHanding] = useState<MemberView | null>(null);
  const members = useQuery(membersQuery);
  const wanted = search.trim().toLowerCase();
  const shown = (members.data?.items ?? []).filter((member) => `${member.name} ${member.email ?? ''}`.toLowerCase().includes(wanted));
  return (
    <>
      <Input className={styles.search} type="search" prefix={<SearchOutlined />} aria-label={t('search')} placeholder={t('search')} value={search} onChange={(event) => setSearch(event.target.value)} allowClear />
      {members.isError ? (
        <ErrorProblems error={members.error} />
      ) : members.isPending ? (
        <ListSkeleton rows={5} />
      ) : shown.length === 0 ? (
        <EmptyState small icon={<TeamOutlined />} title={t('empty')} />
      ) : (
        <ul className={styles.list}>
          {shown.map((member) => (
            <MemberItem key={member.id} member={member} onInvite={() => onInvite(member)} onChangeRoles={() => setChanging(member)} onLook={() => setLooking(member)} onHandOver={() => setHanding(member)} />
          ))}
        </ul>
      )}
      {looking ? <RightsDrawer member={looking} onClose={() => setLooking(null)} /> : null}
      {handing ? <HandOverDialog member={handing} onClose={() => setHanding(null)} /> : null}
      {changing ? <RolesDialog member={changing} onClose={() => setChanging(null)} /> : null}
    </>
  );
}

interface MemberItemProps {
  readonly member: MemberView;
  readonly onInvite: () => void;
  readonly onChangeRoles: () => void;
  readonly onLook: () => void;
  readonly onHandOver: () => void;
}

function MemberItem({ member, onInvite, onChangeRoles, onLook, onHandOver }: MemberItemProps) {
  const t = useTexts(memberTexts);
  const roles = useRoleOptions();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const handOver = useTexts(handOverTexts);
  const session = useSession();
  const me = session.member.id === member.id;
  const administers = session.member.roles.includes(ADMIN_ROLE);
  const setDisabled = useMutation({
    mutationFn: (disabled: boolean) => call(routes.updateMember, { params: { id: member.id }, body: { disabled } }),
    onSuccess: async () => {
      notify.done(t('saved'));
      await client.invalidateQueries({ queryKey: ['members'] });
    },
    onError: notify.failed,
  });
  const disable = async () => {
    if (await confirm({ title: t('disableAsk', { name: member.name }), text: t('disableText'), action: t('disable'), danger: true })) setDisabled.mutate(true);
  };
  const status = <Tag color={STATUS_COLORS[member.status]}>{t(`status_${member.status}`)}</Tag>;
  const invitable = member.status === 'imported' || member.status === 'invited';
  return (
    <li className={styles.member}>
      <MemberAvatar id={member.id} name={member.name} size={36} />
      <span className={styles.who}>
        <button type="button" className={styles.name} onClick={onLook}>{member.name}</button>
        <span className={styles.mail}>{[member.email, member.title].filter(Boolean).join(' · ')}</span>
      </span>
      <span className={styles.roles}>
        {member.roles.length === 0 ? <span className={styles.mail}>{t('noRoles')}</span> : member.roles.map((key) => <Tag key={key}>{roles.find((role) => role.value === key)?.label ?? key}</Tag>)}
      </span>
      <span className={styles.status}>
        {member.status === 'imported' || member.status === 'invited' ? <Tooltip title={t(`statusHint_${member.status}`)}>{status}</Tooltip> : status}
      </span>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'rights', label: t('rights'), onClick: onLook },
            { key: 'roles', label: t('changeRoles'), onClick: onChangeRoles },
            ...(invitable ? [{ key: 'invite', label: member.status === 'imported' ? t('inviteAgain', { name: member.name }) : t('newLink'), onClick: onInvite }] : []),
            { key: 'handOver', disabled: !administers, label: administers ? handOver('handOver') : <Tooltip title={handOver('adminsOnly')}><span>{handOver('handOver')}</span></Tooltip>, onClick: onHandOver },
            { type: 'divider' as const },
            member.status === 'disabled'
              ? { key: 'enable', label: t('enable'), onClick: () => setDisabled.mutate(false) }
              : { key: 'disable', danger: true, disabled: me, label: me ? <Tooltip title={t('notYourself')}><span>{t('disable')}</span></Tooltip> : t('disable'), onClick: () => void disable() },
          ],
        }}
      >
        <Button type="text" icon={<MoreOutlined />} aria-label={t('more', { name: member.name })} />
      </Dropdown>
    </li>
  );
}

function RolesDialog({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const t = useTexts(memberTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const options = useRoleOptions();
  const me = useSession().member.id === member.id;
  const [roles, setRoles] = useState<string[]>(member.roles);
  const save = useMutation({
    mutationFn: () => call(routes.updateMember, { params: { id: member.id }, body: { roles } }),
    onSuccess: async () => {
      notify.done(t('saved'));
      onClose();
      await Promise.all([client.invalidateQueries({ queryKey: ['members'] }), ...(me ? [client.invalidateQueries({ queryKey: ['session'] }), client.invalidateQueries({ queryKey: ['app'] })] : [])]);
    },
  });
  return (
    <Modal open centered title={`${member.name} · ${t('roles')}`} onCancel={onClose} okText={common('save')} cancelText={common('cancel')} confirmLoading={save.isPending} onOk={() => save.mutate()}>
      <Select
        mode="multiple"
        style={{ width: '100%', margin: '8px 0 8px' }}
        aria-label={t('roles')}
        placeholder={t('chooseRoles')}
        value={roles}
        onChange={setRoles}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...options]}
        optionRender={(option) => (
          <span className={styles.option}>
            {option.label}
            <span className={styles.mail}>{options.find((role) => role.value === option.value)?.description}</span>
          </span>
        )}
      />
      {roles.length === 0 ? <p className={styles.mail}>{t('noRolesHint')}</p> : null}
      <ErrorProblems error={save.error} />
    </Modal>
  );
}
