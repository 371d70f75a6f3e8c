import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import type { EntityDocument, RecordView, VersionConflict } from '@tessera/contract';
import { call, isApiError, routes } from '../../../shared/api/index.ts';
import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import { refLabel } from '../../../shared/fields/index.ts';
import { commonTexts, useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useRecordForm } from '../../../shared/record-form/index.ts';
import { useEntityPermission } from '../../../shared/session/index.ts';
import { ErrorPage, NotFoundPage, PageSkeleton, useNotify } from '../../../shared/ui/index.ts';
import { recordQuery, recordSaved } from '../record-queries.ts';
import { recordTexts } from '../texts.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { isVersionConflict, resolvedChanges, type Choice } from './conflict.ts';
import { RecordEditor } from './record-editor.tsx';

export function EditRecordPage() {
  const t = useTexts(recordTexts);
  const { entity: key, id } = useParams({ from: '/workspace/records/$entity/$id/edit' });
  const entity = useWorkspaceModel().entity(key);
  // Never from the cache: an edit starts from what is saved now, and nothing replaces it under one's hands.
  const record = useQuery({ ...recordQuery(key, id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false, queryKey: ['record-edit', key, id] });
  if (!entity) return <NotFoundPage title={t('notFoundEntity')} />;
  if (record.isError) return <ErrorPage error={record.error} onRetry={() => void record.refetch()} />;
  if (record.isPending) return <PageSkeleton />;
  return <EditRecord key={`${id} ${record.data.version}`} entity={entity} record={record.data} />;
}

function EditRecord({ entity, record }: { entity: EntityDocument; record: RecordView }) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const router = useRouter();
  const client = useQueryClient();
  const notify = useNotify();
  const model = useWorkspaceModel();
  const { readable, masked, writable } = useEntityPermission(entity.key);
  const handle = useRecordForm({ entity, form: model.form(entity), record: record.id, start: record.values, masked: record.masked ?? [], readable: [...readable, ...masked], writable: record.can?.update === false ? [] : writable });
  const [conflict, setConflict] = useState<(VersionConflict & { submit: boolean }) | null>(null);
  const page = `/records/${entity.key}/${record.id}`;

  const save = useMutation({
    mutationFn: ({ version, values, submit }: { version: number; values: Record<string, unknown>; submit: boolean }) =>
      call(routes.updateRecord, { params: { entity: entity.key, id: record.id }, body: { version, values, ...(submit ? { submit } : {}) } }),
    onSuccess: async (saved, { submit }) => {
      await recordSaved(client, entity.key, saved);
      notify.done(submit ? t('submitted') : common('saved'));
      router.history.push(page);
    },
    onError: (error, { submit }) => {
      if (isApiError(error, 'RECORD_VERSION_CONFLICT') && isVersionConflict(error.details)) setConflict({ ...error.details, submit });
      else {
        setConflict(null);
        handle.refuse(error);
      }
    },
  });
  const resolve = (choices: Readonly<Record<string, Choice>>) => {
    if (!conflict) return;
    save.mutate({ version: conflict.version, values: resolvedChanges(handle.changes(), conflict, choices), submit: conflict.submit });
  };
  const title = refLabel(record.values[entity.titleField]);
  return (
    <>
      <RecordEditor
        title={t('edit', { entity: label(entity.label) })}
        above={<Link to={page as string}>{title || t('untitled')}</Link>}
        handle={handle}
        saving={save.isPending}
        error={save.error}
        unsaved={handle.touched && !save.isSuccess}
        onSave={(submit) => save.mutate({ version: record.version, values: handle.changes(), submit })}
      />
      {conflict ? (
        <ConflictDialog
          entity={entity}
          conflict={conflict}
          refs={handle.refs}
          saving={save.isPending}
          onSave={resolve}
          onReload={() => {
            setConflict(null);
            void client.invalidateQueries({ queryKey: ['record-edit', entity.key, record.id] });
          }}
          onClose={() => setConflict(null)}
        />
      ) : null}
    </>
  );
}
