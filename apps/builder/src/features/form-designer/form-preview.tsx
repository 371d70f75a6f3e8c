/**
 * The form as people will fill it in, drawn by the same component and checked by the same schemas. The draft
 * takes the place of what the server has in a query cache of its own, so the rest of the page is not touched.
 */

import { useMemo } from 'react';
import { Button } from 'antd';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { AppModel, EntityDocument, FormDocument } from '@tessera/contract';
import { compileDesign, defaultValues } from '@tessera/model';
import { appModelQuery } from '../../shared/app-model/index.ts';
import { allFields } from '../../shared/fields/index.ts';
import { commonTexts, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { RecordForm, useRecordForm } from '../../shared/record-form/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { ErrorBoundary, ProblemList } from '../../shared/ui/index.ts';
import styles from './form-designer.module.css';
import { formTexts } from './texts.ts';

interface FormPreviewProps {
  readonly form: FormDocument;
  /** With the fields of the draft. */
  readonly entities: readonly EntityDocument[];
}

export function FormPreview({ form, entities }: FormPreviewProps) {
  const t = useTexts(formTexts);
  const locale = useLocale();
  const problems = useMemo(() => {
    const compiled = compileDesign(entities);
    return compiled.ok ? [] : compiled.problem;
  }, [entities]);
  const client = useMemo(() => {
    const app: AppModel = { entities: [...entities], forms: [form], views: [], submittable: [] };
    const own = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    own.setQueryDefaults(appModelQuery.queryKey, { staleTime: Infinity });
    own.setQueryData(appModelQuery.queryKey, app);
    return own;
  }, [form, entities]);
  const entity = entities.find((candidate) => candidate.key === form.entity);
  return (
    <div className={styles.preview}>
      <div className={styles.previewSheet}>
        {problems.length > 0 || !entity ? (
          <ProblemList title={t('previewBroken')} problems={problems.map((problem) => ({ message: problem.message[locale] }))} />
        ) : (
          <ErrorBoundary resetKey={client}>
            <QueryClientProvider client={client}>
              <PreviewForm form={form} entity={entity} entities={entities} />
            </QueryClientProvider>
          </ErrorBoundary>
        )}
      </div>
    </div>
  );
}

function PreviewForm({ form, entity, entities }: FormPreviewProps & { entity: EntityDocument }) {
  const common = useTexts(commonTexts);
  const session = useSession();
  const everything = useMemo(() => selectionOf(entity, entities), [entity, entities]);
  const start = useMemo(() => {
    const compiled = compileDesign(entities);
    const now = new Date().toISOString();
    return compiled.ok ? defaultValues(compiled.value, entity.key, { me: session.member.id, now, today: now.slice(0, 10) }) : {};
  }, [entities, entity, session]);
  const handle = useRecordForm({ entity, form, start, readable: everything, writable: everything, refs: [{ id: session.member.id, label: session.member.name }] });
  return (
    <>
      <RecordForm handle={handle} onSubmit={handle.validate} />
      <Button type="primary" onClick={() => handle.validate()}>{common('save')}</Button>
    </>
  );
}

/** Every field, and of subforms those of their rows. */
function selectionOf(entity: EntityDocument, entities: readonly EntityDocument[]): string[] {
  return allFields(entity).flatMap((field) => {
    const child = field.type === 'subform' ? entities.find((candidate) => candidate.key === (field.options as { entity?: string } | undefined)?.entity) : undefined;
    return [field.key, ...(child?.fields.map((one) => `${field.key}.${one.key}`) ?? [])];
  });
}
