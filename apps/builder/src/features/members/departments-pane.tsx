/** The tree of departments beside the one that is open: its people, its name, its place. */

import { useMemo, useState } from 'react';
import { Button, Dropdown, Input, Tag, Tree } from 'antd';
import { ApartmentOutlined, ArrowLeftOutlined, MoreOutlined, PlusOutlined, UserDeleteOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Department, MemberView, Ref } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { departmentPath, departmentTree, departmentsQuery } from '../../shared/departments/index.ts';
import { MemberAvatar } from '../../shared/fields/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { MemberListPicker } from '../../shared/inputs/index.ts';
import { ActionButton, EmptyState, ErrorProblems, ListSkeleton, useConfirm, useIsPhone, useNotify } from '../../shared/ui/index.ts';
import { DepartmentDialog, type DepartmentDraft } from './department-dialog.tsx';
import { membersQuery } from './members-query.ts';
import { memberTexts } from './texts.ts';
import styles from './departments.module.css';

export function DepartmentsPane({ making, onMade }: { making: boolean; onMade: () => void }) {
  const t = useTexts(memberTexts);
  const isPhone = useIsPhone();
  const departments = useQuery(departmentsQuery);
  const [openId, setOpenId] = useState<string | null>(null);
  const [draft, setDraft] = useState<DepartmentDraft | null>(null);
  const all = useMemo(() => departments.data?.items ?? [], [departments.data]);
  const open = all.find((one) => one.id === openId) ?? (isPhone ? undefined : all.find((one) => one.parent === null));
  const dialog = making ? { name: '', parent: open?.id ?? null, members: [] } : draft;

  if (departments.isError) return <ErrorProblems error={departments.error} />;
  if (departments.isPending) return <ListSkeleton rows={5} />;
  return (
    <>
      {all.length === 0 ? (
        <EmptyState icon={<ApartmentOutlined />} title={t('noDepartments')} text={t('noDepartmentsText')} />
      ) : (
        <div className={styles.panes}>
          {isPhone && open ? null : <DepartmentTree departments={all} open={open?.id ?? null} onOpen={setOpenId} />}
          {open ? (
            <section className={styles.detail} aria-label={open.name}>
              {isPhone ? (
                <Button type="link" className={styles.back ?? ''} icon={<ArrowLeftOutlined />} onClick={() => setOpenId(null)}>
                  {t('backToTree')}
                </Button>
              ) : null}
              <DepartmentDetail key={open.id} department={open} all={all} onEdit={() => setDraft(open)} onAddBelow={() => setDraft({ name: '', parent: open.id, members: [] })} onGone={() => setOpenId(open.parent)} />
            </section>
          ) : isPhone ? null : (
            <EmptyState small title={t('pickDepartment')} />
          )}
        </div>
      )}
      {dialog ? (
        <DepartmentDialog
          draft={dialog}
          all={all}
          onClose={() => {
            setDraft(null);
            onMade();
          }}
          onSaved={(saved) => setOpenId(saved.id)}
        />
      ) : null}
    </>
  );
}

/** A department is dragged to where it belongs. */
function DepartmentTree({ departments, open, onOpen }: { departments: readonly Department[]; open: string | null; onOpen: (id: string) => void }) {
  const t = useTexts(memberTexts);
  const notify = useNotify();
  const client = useQueryClient();
  const tree = useMemo(() => departmentTree(departments), [departments]);
  const counts = useMemo(() => new Map(departments.map(({ id, members }) => [id, members.length])), [departments]);
  const move = useMutation({
    mutationFn: ({ id, name, members, parent }: Department) => call(routes.saveDepartment, { params: { id }, body: { name, members, parent } }),
    onSuccess: () => notify.done(t('moved')),
    onError: notify.failed,
    onSettled: () => client.invalidateQueries({ queryKey: departmentsQuery.queryKey }),
  });
  return (
    <nav className={styles.tree} aria-label={t('departments')}>
      <Tree
        blockNode
        defaultExpandAll
        treeData={tree}
        fieldNames={{ key: 'key', title: 'title', children: 'children' }}
        selectedKeys={open ? [open] : []}
        onSelect={(keys, { node }) => onOpen(String(keys[0] ?? node.key))}
        titleRender={(node) => (
          <span className={styles.node}>
            <span className={styles.nodeName}>{node.title}</span>
            <span className={styles.count}>{counts.get(node.key) || null}</span>
          </span>
        )}
        draggable={{ icon: false }}
        onDrop={({ node, dragNode, dropToGap }) => {
          const moved = departments.find((one) => one.id === dragNode.key);
          const parent = dropToGap ? (departments.find((one) => one.id === node.key)?.parent ?? null) : String(node.key);
          if (moved && moved.parent !== parent) move.mutate({ ...moved, parent });
        }}
      />
    </nav>
  );
}

interface DepartmentDetailProps {
  readonly department: Department;
  readonly all: readonly Department[];
  readonly onEdit: () => void;
  readonly onAddBelow: () => void;
  readonly onGone: () => void;
}

function DepartmentDetail({ department, all, onEdit, onAddBelow, onGone }: DepartmentDetailProps) {
  const t = useTexts(memberTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const confirm = useConfirm();
  const people = useQuery(membersQuery);
  const path = departmentPath(all, department.id).slice(0, -1);
  const supervisor = people.data?.items.find(({ id }) => id === department.supervisor);
  const members = department.members.flatMap((id) => people.data?.items.find((one) => one.id === id) ?? []);
  const invalidate = () => client.invalidateQueries({ queryKey: departmentsQuery.queryKey });

  const staff = useMutation({
    mutationFn: (next: string[]) => call(routes.saveDepartment, { params: { id: department.id }, body: { name: department.name, parent: department.parent, members: next } }),
    onError: notify.failed,
    onSettled: invalidate,
  });
  const place = useMutation({
    mutationFn: (positions: Record<string, string>) =>
      call(routes.saveDepartment, { params: { id: department.id }, body: { name: department.name, parent: department.parent, members: department.members, positions: withoutBlank(positions) } }),
    onError: notify.failed,
    onSettled: invalidate,
  });
  const remove = useMutation({
    mutationFn: () => call(routes.deleteDepartment, { params: { id: department.id } }),
    onSuccess: onGone,
    onError: notify.failed,
    onSettled: invalidate,
  });
  const askDelete = async () => {
    if (await confirm({ title: t('deleteDepartmentAsk', { name: department.name }), text: t('deleteDepartmentText'), action: t('deleteDepartment'), danger: true })) remove.mutate();
  };
  const hasBelow = all.some((one) => one.parent === department.id);
  return (
    <>
      <header className={styles.head}>
        <span className={styles.titles}>
          {path.length > 0 ? <span className={styles.path}>{path.join(' / ')}</span> : null}
          <h2 className={styles.title}>{department.name}</h2>
          <span className={styles.supervisor}>
            {supervisor ? (
              <>
                {t('ledBy')} <MemberAvatar id={supervisor.id} name={supervisor.name} size={20} /> {supervisor.name}
              </>
            ) : (
              t('noSupervisor')
            )}
          </span>
        </span>
        <ActionButton icon={<PlusOutlined />} onClick={onAddBelow} reason={null}>
          {t('addBelow')}
        </ActionButton>
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'edit', label: t('rename'), onClick: onEdit },
              { type: 'divider' },
              { key: 'delete', danger: true, disabled: hasBelow, label: <span title={hasBelow ? t('hasDepartments') : undefined}>{t('deleteDepartment')}</span>, onClick: () => void askDelete() },
            ],
          }}
        >
          <Button icon={<MoreOutlined />} aria-label={t('more', { name: department.name })} />
        </Dropdown>
      </header>
      <AddPeople members={members} onAdd={(refs) => staff.mutate([...department.members, ...refs.map(({ id }) => id)])} />
      {members.length === 0 ? (
        <EmptyState small title={t('nobodyHere')} />
      ) : (
        <ul className={styles.people} aria-label={t('departmentMembers')}>
          {members.map((member) => (
            <Person
              key={member.id}
              member={member}
              leads={member.id === department.supervisor}
              position={department.positions[member.id] ?? ''}
              onPosition={(position) => place.mutate({ ...department.positions, [member.id]: position })}
              onRemove={() => staff.mutate(department.members.filter((id) => id !== member.id))}
            />
          ))}
        </ul>
      )}
    </>
  );
}

const withoutBlank = (positions: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(positions).filter(([, position]) => position !== ''));

function AddPeople({ members, onAdd }: { members: readonly MemberView[]; onAdd: (refs: readonly Ref[]) => void }) {
  const t = useTexts(memberTexts);
  return (
    <div className={styles.add}>
      <MemberListPicker value={[]} placeholder={t('addPeople')} ariaLabel={t('addPeople')} onChange={(refs) => onAdd(refs.filter(({ id }) => !members.some((one) => one.id === id)))} />
    </div>
  );
}

interface PersonProps {
  readonly member: MemberView;
  readonly leads: boolean;
  readonly position: string;
  readonly onPosition: (position: string) => void;
  readonly onRemove: () => void;
}

function Person({ member, leads, position, onPosition, onRemove }: PersonProps) {
  const t = useTexts(memberTexts);
  const [text, setText] = useState(position);
  const keep = () => {
    if (text.trim() !== position) onPosition(text.trim());
  };
  return (
    <li className={styles.person}>
      <MemberAvatar id={member.id} name={member.name} size={32} />
      <span className={styles.personName}>
        <span>
          {member.name} {leads ? <Tag color="processing">{t('supervisor')}</Tag> : null}
        </span>
        <span className={styles.path}>{[member.title, member.email].filter(Boolean).join(' · ')}</span>
      </span>
      <Input className={styles.position ?? ''} variant="borderless" maxLength={60} aria-label={t('positionOf', { name: member.name })} placeholder={t('position')} value={text} onChange={(event) => setText(event.target.value)} onBlur={keep} onPressEnter={keep} />
      <Button type="text" size="small" icon={<UserDeleteOutlined />} aria-label={t('removeFrom', { name: member.name })} onClick={onRemove} />
    </li>
  );
}
