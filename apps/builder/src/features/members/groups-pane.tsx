/** Groups: whoever is in one holds its roles besides their own. */

import { useState } from 'react';
import { Button, Dropdown, Form, Input, Modal, Select, Tag } from 'antd';
import { MoreOutlined, TeamOutlined } from '@ant-design/icons';
import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Group, Ref } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { MemberAvatar } from '../../shared/fields/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { MemberListPicker } from '../../shared/inputs/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton, useConfirm, useNotify } from '../../shared/ui/index.ts';
import { groupTexts } from './group-texts.ts';
import { membersQuery } from './members-query.ts';
import styles from './groups.module.css';
import { useRoleOptions } from './role-options.ts';

const groupsQuery = queryOptions({ queryKey: ['groups'], queryFn: ({ signal }) => call(routes.groups, { signal }) });

/** Roles of members, one's own among them, follow the groups. */
const groupsChanged = (client: QueryClient): Promise<unknown> => Promise.all([['groups'], ['members'], ['session'], ['app']].map((queryKey) => client.invalidateQueries({ queryKey })));

const NEW_GROUP: Group = { id: '', name: '', members: [], roles: [] };

export function GroupsPane({ making, onMade }: { making: boolean; onMade: () => void }) {
  const t = useTexts(groupTexts);
  const groups = useQuery(groupsQuery);
  const [editing, setEditing] = useState<Group | null>(null);
  const open = making ? NEW_GROUP : editing;
  if (groups.isError) return <ErrorProblems error={groups.error} />;
  if (groups.isPending) return <ListSkeleton rows={4} />;
  return (
    <>
      {groups.data.items.length === 0 ? (
        <EmptyState icon={<TeamOutlined />} title={t('none')} text={t('noneText')} />
      ) : (
        <ul className={styles.groups}>
          {groups.data.items.map((group) => (
            <GroupItem key={group.id} group={group} onEdit={() => setEditing(group)} />
          ))}
        </ul>
      )}
      {open ? (
        <GroupDialog
          key={open.id}
          group={open}
          onClose={() => {
            setEditing(null);
            onMade();
          }}
        />
      ) : null}
    </>
  );
}

function GroupItem({ group, onEdit }: { group: Group; onEdit: () => void }) {
  const t = useTexts(groupTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const roles = useRoleOptions();
  const people = useQuery(membersQuery).data?.items ?? [];
  const members = group.members.flatMap((id) => people.find((one) => one.id === id) ?? []);
  const remove = useMutation({ mutationFn: () => call(routes.deleteGroup, { params: { id: group.id } }), onSuccess: () => groupsChanged(client), onError: notify.failed });
  const askRemove = async () => {
    if (await confirm({ title: t('deleteAsk', { name: group.name }), text: t('deleteText'), action: t('delete'), danger: true })) remove.mutate();
  };
  return (
    <li className={styles.group}>
      <span className={styles.icon}><TeamOutlined /></span>
      <span className={styles.text}>
        <button type="button" className={styles.name} onClick={onEdit}>{group.name}</button>
        <span className={styles.people}>
          {members.slice(0, 6).map((member) => <MemberAvatar key={member.id} id={member.id} name={member.name} size={22} />)}
          <span>{t('people', { count: group.members.length })}</span>
        </span>
      </span>
      <span className={styles.roles}>
        {group.roles.length === 0 ? <span className={styles.hint}>{t('noRoles')}</span> : group.roles.map((key) => <Tag key={key}>{roles.find(({ value }) => value === key)?.label ?? key}</Tag>)}
      </span>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'edit', label: common('edit'), onClick: onEdit },
            { type: 'divider' },
            { key: 'delete', danger: true, label: t('delete'), onClick: () => void askRemove() },
          ],
        }}
      >
        <Button type="text" icon={<MoreOutlined />} aria-label={t('more', { name: group.name })} loading={remove.isPending} />
      </Dropdown>
    </li>
  );
}

function GroupDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const t = useTexts(groupTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const options = useRoleOptions();
  const people = useQuery(membersQuery).data?.items ?? [];
  const isNew = group.id === '';
  const [name, setName] = useState(group.name);
  const [members, setMembers] = useState<readonly string[]>(group.members);
  const [roles, setRoles] = useState<string[]>(group.roles);
  const [tried, setTried] = useState(false);
  const missing = name.trim() === '';
  const refs: Ref[] = members.map((id) => ({ id, label: people.find((one) => one.id === id)?.name ?? '' }));
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), members: [...members], roles };
      return isNew ? call(routes.createGroup, { body }) : call(routes.saveGroup, { params: { id: group.id }, body });
    },
    onSuccess: async () => {
      notify.done(common('saved'));
      onClose();
      await groupsChanged(client);
    },
  });
  const submit = () => {
    setTried(true);
    if (!missing) save.mutate();
  };
  return (
    <Modal open centered title={t(isNew ? 'newGroup' : 'editGroup')} okText={isNew ? t('create') : common('save')} cancelText={common('cancel')} confirmLoading={save.isPending} onOk={submit} onCancel={onClose}>
      <Form layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item label={t('name')} htmlFor="group-name" {...(tried && missing ? { validateStatus: 'error' as const, help: t('nameRequired') } : {})}>
          <Input id="group-name" autoFocus autoComplete="off" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </Form.Item>
        <Form.Item label={t('members')} htmlFor="group-members">
          <MemberListPicker id="group-members" value={refs} onChange={(next) => setMembers(next.map(({ id }) => id))} />
        </Form.Item>
        <Form.Item label={t('roles')} htmlFor="group-roles" extra={t('rolesHint')}>
          <Select id="group-roles" mode="multiple" placeholder={t('chooseRoles')} value={roles} onChange={setRoles} showSearch={{ optionFilterProp: 'label' }} options={[...options]} />
        </Form.Item>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Form>
      <ErrorProblems error={save.error} />
    </Modal>
  );
}
