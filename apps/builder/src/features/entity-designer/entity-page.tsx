/** One entity: its fields and settings as a draft, which is planned, shown and then saved. */

import { useMemo, useState } from 'react';
import { Button, Checkbox, Tabs, Tag } from 'antd';
import { FormOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { EntityDocument, FieldDocument, VersionedEntity } from '@tessera/contract';
import { compileDesign } from '@tessera/model';
import { call, routes } from '../../shared/api/index.ts';
import { PlanDialog, type EntityPlan, type Unconvertible, designEntitiesQuery, designFormsQuery, designTexts, isVersionConflict, planEntity, useConflict, useLeaveGuard } from '../../shared/design-kit/index.ts';
import { commonTexts, useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { ActionButton, EntityIcon, ErrorProblems, NotFoundPage, Page, PageHeader, ProblemList, useNotify } from '../../shared/ui/index.ts';
import { AidsStatus } from './aids-status.tsx';
import { mergeChoices } from './api/merge-choices.ts';
import { saveEntity } from './api/save-entity.ts';
import { ruleGaps } from './duplicate-draft.ts';
import { DuplicateRules } from './duplicate-rules.tsx';
import styles from './entity-designer.module.css';
import { addedFields, withFieldsAtEnd } from './entity-draft.ts';
import { EntitySettings } from './entity-settings.tsx';
import { FieldDrawer } from './field-drawer.tsx';
import { FieldList } from './field-list.tsx';
import { entityTexts } from './texts.ts';

export function EntityPage() {
  const { key } = useParams({ strict: false }) as { key: string };
  const t = useTexts(entityTexts);
  const { data } = useSuspenseQuery(designEntitiesQuery);
  const stored = data.find((item) => item.document.key === key);
  if (!stored) return <NotFoundPage title={t('notFound')} />;
  return <EntityDesigner key={`${key}@${stored.version}`} stored={stored} entities={data.map((item) => item.document)} />;
}

function EntityDesigner({ stored, entities }: { stored: VersionedEntity; entities: readonly EntityDocument[] }) {
  const t = useTexts(entityTexts);
  const common = useTexts(commonTexts);
  const design = useTexts(designTexts);
  const locale = useLocale();
  const label = useLabel();
  const notify = useNotify();
  const queries = useQueryClient();
  const askConflict = useConflict();
  const forms = useQuery(designFormsQuery);
  const [draft, setDraft] = useState(stored.document);
  const [editing, setEditing] = useState<FieldDocument | 'new' | null>(null);
  const [plan, setPlan] = useState<EntityPlan | null>(null);
  const [onForm, setOnForm] = useState(true);

  const changed = JSON.stringify(draft) !== JSON.stringify(stored.document);
  useLeaveGuard(changed);
  const shown = useMemo(() => entities.map((entity) => (entity.key === draft.key ? draft : entity)), [entities, draft]);
  const problems = useMemo(() => {
    const compiled = compileDesign(shown);
    return compiled.ok ? [] : compiled.problem;
  }, [shown]);
  const form = forms.data?.find((item) => item.document.key === draft.key);
  const added = addedFields(stored.document, draft);

  const refresh = () => Promise.all([['design'], ['app'], ['session'], ['records']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const choiceMerge = (field: string) => ({
    reason: changed ? design('mergeUnsaved') : null,
    run: async (from: readonly string[], into: string) => {
      const { records } = await mergeChoices(draft.key, stored.version, field, from, into);
      notify.done(t('merged', { count: records }));
      await refresh();
    },
  });

  const plans = useMutation({ mutationFn: () => planEntity(stored.version, draft), onSuccess: setPlan });
  const save = useMutation({
    mutationFn: async ({ version, unconvertible }: { version: number; unconvertible: Unconvertible }) => {
      await saveEntity(version, draft, unconvertible);
      if (onForm && form && added.length > 0) {
        await call(routes.saveForm, { params: { key: form.document.key }, body: { version: form.version, document: withFieldsAtEnd(form.document, added) } });
      }
    },
    onSuccess: async () => {
      notify.done(t('saved'));
      setPlan(null);
      await refresh();
    },
    onError: async (error, { unconvertible }) => {
      if (!isVersionConflict(error)) return;
      setPlan(null);
      const choice = await askConflict();
      if (choice === 'cancel') return;
      const latest = (await queries.fetchQuery({ ...designEntitiesQuery, staleTime: 0 })).find((item) => item.document.key === draft.key);
      if (choice === 'overwrite' && latest) save.mutate({ version: latest.version, unconvertible });
    },
  });

  /** What uses a field that would go, by the path of the problem: `forms.account.sections…`. */
  const placeOf = (path: string): string | undefined => {
    const [kind, key] = path.split('.');
    if (kind === 'forms') return t('usedByForm', { name: label(forms.data?.find((item) => item.document.key === key)?.document.label) || (key ?? '') });
    if (kind === 'views') return t('usedByView', { name: key ?? '' });
    return kind === 'roles' ? t('usedByRole', { name: key ?? '' }) : undefined;
  };
  const incomplete = (draft.duplicateRules ?? []).some(ruleGaps);
  const reason = !changed ? t('noChanges') : problems.length > 0 || incomplete ? t('hasProblems') : null;
  return (
    <Page
      header={
        <PageHeader
          icon={<EntityIcon entity={draft} size={32} />}
          above={<Link to="/design/entities">{t('title')}</Link>}
          title={label(draft.label) || draft.key}
          beside={
            <>
              <code className={styles.key}>{draft.key}</code>
              {changed ? <Tag color="warning">{design('unsaved')}</Tag> : null}
            </>
          }
          actions={
            <>
              {form ? (
                <Link to="/design/forms/$key" params={{ key: form.document.key }}>
                  <Button icon={<FormOutlined />}>{t('openForm')}</Button>
                </Link>
              ) : null}
              <ActionButton type="primary" reason={reason} loading={plans.isPending} onClick={() => plans.mutate()}>
                {common('save')}
              </ActionButton>
            </>
          }
        />
      }
    >
      {plans.error && problems.length === 0 ? (
        <div className={styles.problems}>
          <ErrorProblems error={plans.error} labelOf={placeOf} />
        </div>
      ) : null}
      {problems.length > 0 ? (
        <div className={styles.problems}>
          <ProblemList title={t('problems')} problems={problems.map((problem) => ({ message: problem.message[locale] }))} />
        </div>
      ) : null}
      <Tabs
        items={[
          {
            key: 'fields',
            label: t('tabFields'),
            children: (
              <>
                <div className={styles.toolbar}>
                  <span className={styles.entityMeta}>
                    {t('fields', { count: draft.fields.length })}
                    <AidsStatus entity={draft.key} />
                  </span>
                  <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('addField')}</Button>
                </div>
                <FieldList draft={draft} stored={stored.document} onChange={setDraft} onEdit={setEditing} />
              </>
            ),
          },
          { key: 'duplicates', label: t('tabDuplicates'), children: <DuplicateRules draft={draft} onChange={setDraft} /> },
          { key: 'settings', label: t('tabSettings'), children: <EntitySettings draft={draft} stored={stored} onChange={setDraft} /> },
        ]}
      />
      {editing !== null ? <FieldDrawer field={editing === 'new' ? null : editing} draft={draft} stored={stored.document} entities={shown} onChange={setDraft} onClose={() => setEditing(null)} choiceMerge={choiceMerge} /> : null}
      {plan ? (
        <PlanDialog
          changes={plan.changes}
          previews={plan.previews}
          entities={shown}
          stored={entities}
          saving={save.isPending}
          error={isVersionConflict(save.error) ? null : save.error}
          onApply={(unconvertible) => save.mutate({ version: stored.version, unconvertible })}
          onCancel={() => setPlan(null)}
        >
          {form && added.length > 0 ? <Checkbox checked={onForm} onChange={(event) => setOnForm(event.target.checked)}>{t('onForm')}</Checkbox> : null}
        </PlanDialog>
      ) : null}
    </Page>
  );
}
