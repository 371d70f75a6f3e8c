import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams, useRouter, useSearch } from '@tanstack/react-router';
import { defaultValues } from '@tessera/model';
import type { EntityDocument, Ref } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import { useDesign } from '../../../shared/app-model/use-design.ts';
import { fieldOf } from '../../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { todayIn } from '../../../shared/inputs/index.ts';
import { useRecordForm } from '../../../shared/record-form/index.ts';
import { useEntityPermission, useSession } from '../../../shared/session/index.ts';
import { NotFoundPage, useNotify } from '../../../shared/ui/index.ts';
import { recordSaved } from '../record-queries.ts';
import { recordTexts } from '../texts.ts';
import { RecordEditor } from './record-editor.tsx';

export function NewRecordPage() {
  const t = useTexts(recordTexts);
  const { entity: key } = useParams({ from: '/workspace/records/$entity/new' });
  const entity = useWorkspaceModel().entity(key);
  if (!entity) return <NotFoundPage title={t('notFoundEntity')} />;
  return <NewRecord key={key} entity={entity} />;
}

function NewRecord({ entity }: { entity: EntityDocument }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const router = useRouter();
  const client = useQueryClient();
  const notify = useNotify();
  const model = useWorkspaceModel();
  const design = useDesign();
  const session = useSession();
  const { readable, writable } = useEntityPermission(entity.key);
  const prefill = useSearch({ from: '/workspace/records/$entity/new' });
  const [start] = useState(() => startValues());
  const handle = useRecordForm({ entity, form: model.form(entity), start, base: {}, readable, writable, refs: [{ id: session.member.id, label: session.member.name }] });

  function startValues(): Record<string, unknown> {
    const { timeZone } = session.workspace;
    const values = design.entities.has(entity.key) ? defaultValues(design, entity.key, { me: session.member.id, today: todayIn(timeZone), now: new Date().toISOString() }) : {};
    const target = prefill.field ? fieldOf(entity, prefill.field) : undefined;
    const ref: Ref | null = target?.type === 'relation' && prefill.id ? { id: prefill.id, label: prefill.label ?? '' } : null;
    // A default the person may only see is shown; what is sent is theirs to write.
    const shown = Object.fromEntries(Object.entries(values).filter(([key]) => readable.includes(key) || writable.includes(key)));
    return ref && target ? { ...shown, [target.key]: ref } : shown;
  }

  const save = useMutation({
    mutationFn: (submit: boolean) => call(routes.createRecord, { params: { entity: entity.key }, body: { values: handle.changes(), ...(submit ? { submit } : {}) } }),
    onSuccess: async (record, submit) => {
      await recordSaved(client, entity.key, record);
      notify.done(submit ? t('submitted') : t('created'));
      router.history.replace(`/records/${entity.key}/${record.id}`);
    },
    onError: handle.refuse,
  });
  return <RecordEditor title={t('create', { entity: label(entity.label) })} handle={handle} saving={save.isPending} error={save.error} onSave={(submit) => save.mutate(submit)} unsaved={handle.touched && !save.isSuccess} mayBeUnchanged />;
}
