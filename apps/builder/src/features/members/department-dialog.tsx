import { useState } from 'react';
import { Form, Input, Modal } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Department, Ref, SaveDepartment } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { departmentsQuery } from '../../shared/departments/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { DepartmentPicker, MemberPicker } from '../../shared/inputs/index.ts';
import { ErrorProblems, useNotify } from '../../shared/ui/index.ts';
import { membersQuery } from './members-query.ts';
import { memberTexts } from './texts.ts';

/** Without an id it is a new one. */
export type DepartmentDraft = SaveDepartment & { readonly id?: string };

interface DepartmentDialogProps {
  readonly draft: DepartmentDraft;
  readonly all: readonly Department[];
  readonly onClose: () => void;
  readonly onSaved: (department: Department) => void;
}

export function DepartmentDialog({ draft, all, onClose, onSaved }: DepartmentDialogProps) {
  const t = useTexts(memberTexts);
  const common = useTexts(commonTexts);
  const client = useQueryClient();
  const notify = useNotify();
  const [name, setName] = useState(draft.name);
  const [parent, setParent] = useState(draft.parent);
  const people = useQuery(membersQuery).data?.items ?? [];
  const [supervisor, setSupervisor] = useState<Ref | null>(draft.supervisor ? { id: draft.supervisor, label: people.find(({ id }) => id === draft.supervisor)?.name ?? '' } : null);
  const [tried, setTried] = useState(false);
  const missing = name.trim() === '';
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), parent, members: draft.members, supervisor: supervisor?.id ?? null };
      return draft.id === undefined ? call(routes.createDepartment, { body }) : call(routes.saveDepartment, { params: { id: draft.id }, body });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: departmentsQuery.queryKey });
      notify.done(common('saved'));
      onSaved(saved);
      onClose();
    },
  });
  const submit = () => {
    setTried(true);
    if (!missing) save.mutate();
  };
  return (
    <Modal open centered title={draft.id === undefined ? t('newDepartment') : t('editDepartment')} okText={draft.id === undefined ? t('create') : common('save')} cancelText={common('cancel')} confirmLoading={save.isPending} onOk={submit} onCancel={onClose}>
      <Form layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item label={t('departmentName')} htmlFor="department-name" {...(tried && missing ? { validateStatus: 'error' as const, help: t('nameRequired') } : {})}>
          <Input id="department-name" autoFocus autoComplete="off" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </Form.Item>
        <Form.Item label={t('departmentParent')} htmlFor="department-parent">
          <DepartmentPicker id="department-parent" without={draft.id} placeholder={t('topLevel')} value={parent === null ? null : { id: parent, label: all.find((one) => one.id === parent)?.name ?? '' }} onChange={(ref) => setParent(ref?.id ?? null)} />
        </Form.Item>
        <Form.Item label={t('supervisor')} htmlFor="department-supervisor" extra={t('supervisorHint')}>
          <MemberPicker id="department-supervisor" placeholder={t('nobody')} value={supervisor} onChange={setSupervisor} />
        </Form.Item>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Form>
      <ErrorProblems error={save.error} />
    </Modal>
  );
}
