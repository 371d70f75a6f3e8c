/**
 * The form designer: palette, canvas and properties around one draft. A drop is planned by drop-target.ts;
 * a new field is asked its name before it lands; what saving does to tables and records is shown first. On a phone the side panes are drawers.
 */

import { useMemo, useState } from 'react';
import { Button, Drawer, Segmented, Tag } from 'antd';
import { AppstoreAddOutlined, RedoOutlined, SettingOutlined, UndoOutlined } from '@ant-design/icons';
import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { assertNever, type EntityDocument, type FieldTypeKey, type VersionedEntity, type VersionedForm } from '@tessera/contract';
import {
  FieldTypeIcon, NewFieldDialog, PlanDialog, designEntitiesQuery, designFormsQuery, designTexts, fieldGaps, isVersionConflict, planEntity, useConflict, useFieldTypeLabel, useLeaveGuard,
  type EntityPlan, type Unconvertible,
} from '../../shared/design-kit/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { ActionButton, EntityIcon, ErrorProblems, Page, PageHeader, useIsPhone, useNotify } from '../../shared/ui/index.ts';
import { Canvas } from './canvas.tsx';
import { collisions, isPast, towardsNextTarget } from './drag-geometry.ts';
import { planDrop, type Drop } from './drop-target.ts';
import { entityWith, fieldOf, moveItem, moveSection, placeField, placeNewField, placeOf, unusedFields, type Place } from './form-draft.ts';
import styles from './form-designer.module.css';
import { FormPreview } from './form-preview.tsx';
import { isChanged, plannedEntity } from './form-save.ts';
import { Palette } from './palette.tsx';
import { Properties } from './properties.tsx';
import { ShareFormButton } from './share-form-button.tsx';
import { formTexts } from './texts.ts';
import { useFormDraft } from './use-form-draft.ts';
import { useSaveForm } from './use-save-form.ts';

interface FormDesignerProps {
  readonly form: VersionedForm;
  readonly entity: VersionedEntity;
  readonly entities: readonly EntityDocument[];
}

export function FormDesigner({ form, entity, entities }: FormDesignerProps) {
  const t = useTexts(formTexts);
  const design = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const notify = useNotify();
  const phone = useIsPhone();
  const queries = useQueryClient();
  const askConflict = useConflict();
  const [base, setBase] = useState({ form, entity });
  const handle = useFormDraft(base.form.document);
  const { draft, selection } = handle;
  const [tab, setTab] = useState<'design' | 'preview'>('design');
  const [pane, setPane] = useState<'palette' | 'properties' | null>(null);
  const [asked, setAsked] = useState<{ type: FieldTypeKey; at: Place } | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);

  const current = useMemo(() => entityWith(draft, base.entity.document), [draft, base.entity]);
  const changed = isChanged(draft, base.form);
  useLeaveGuard(changed);
  const incomplete = [...draft.newFields, ...Object.values(draft.changedFields)].some((field) => fieldGaps(field).length > 0);

  const [plan, setPlan] = useState<EntityPlan | null>(null);
  const plans = useMutation({ mutationFn: ({ version, document }: { version: number; document: EntityDocument }) => planEntity(version, document), onSuccess: setPlan, onError: (error) => resolve(error) });
  const save = useSaveForm();
  const failure = plans.error ?? save.error;

  /** What it does to tables and records is shown before it is done; a form alone does nothing to them. */
  const submit = (on: typeof base): void => {
    const document = plannedEntity(draft, on.entity);
    plans.reset();
    save.reset();
    if (document) plans.mutate({ version: on.entity.version, document });
    else apply(on, {});
  };

  const apply = (on: typeof base, unconvertible: Unconvertible): void =>
    save.mutate(
      { draft, unconvertible, ...on, onEntitySaved: (saved) => setBase((before) => ({ ...before, entity: saved })) },
      {
        onSuccess: (saved) => {
          setPlan(null);
          setBase(saved);
          handle.reset(saved.form.document);
          notify.done(t('saved'));
        },
        onError: (error) => resolve(error),
      },
    );

  /** Somebody else was faster: what is saved over theirs is planned again. */
  const resolve = async (error: unknown): Promise<void> => {
    if (!isVersionConflict(error)) return;
    setPlan(null);
    const choice = await askConflict();
    if (choice === 'cancel') return;
    const latest = await fetchLatest();
    if (!latest) return;
    setBase(latest);
    if (choice === 'reload') handle.reset(latest.form.document);
    else submit(latest);
  };

  const fetchLatest = async (): Promise<typeof base | null> => {
    const forms = await queries.fetchQuery({ ...designFormsQuery, staleTime: 0 });
    const all = await queries.fetchQuery({ ...designEntitiesQuery, staleTime: 0 });
    const latestForm = forms.find((item) => item.document.key === form.document.key);
    const latestEntity = all.find((item) => item.document.key === entity.document.key);
    return latestForm && latestEntity ? { form: latestForm, entity: latestEntity } : null;
  };

  const perform = (drop: Drop): void => {
    switch (drop.kind) {
      case 'newField':
        setAsked({ type: drop.type, at: drop.at });
        return;
      case 'placeField':
        handle.change((before) => placeField(before, drop.field, drop.at));
        handle.select({ kind: 'field', key: drop.field });
        return;
      case 'moveItem':
        handle.change((before) => moveItem(before, drop.from, drop.to));
        return;
      case 'moveSection':
        handle.change((before) => moveSection(before, drop.from, drop.to));
        return;
      default:
        assertNever(drop);
    }
  };

  const endDrag = ({ active, over, activatorEvent }: DragEndEvent): void => {
    setDragged(null);
    if (!over) return;
    const moved = active.rect.current.translated;
    const after = activatorEvent instanceof KeyboardEvent ? isLater(String(active.id), String(over.id)) : moved !== null && isPast(moved, over.rect);
    const drop = planDrop(draft.form, String(active.id), String(over.id), after);
    if (drop) perform(drop);
  };

  /** With the keyboard an item goes where the other one is: behind it when it comes from before it in the same section. */
  const isLater = (active: string, over: string): boolean => {
    const from = placeOf(draft.form, active.replace(/^item:/, ''));
    const to = placeOf(draft.form, over.replace(/^item:/, ''));
    return from !== null && to !== null && from.section === to.section && from.item < to.item;
  };

  /** The end of the section that is selected, or of the last one. */
  const appendPlace = (): Place => {
    const sections = draft.form.sections;
    const chosen = selection?.kind === 'section' ? sections.findIndex((section) => section.key === selection.key) : selection?.kind === 'field' ? (placeOf(draft.form, selection.key)?.section ?? -1) : -1;
    const section = chosen >= 0 ? chosen : sections.length - 1;
    return { section, item: sections[section]!.items.length };
  };

  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: towardsNextTarget }));
  const palette = (
    <Palette
      unused={unusedFields(draft, base.entity.document)}
      onAddType={(type) => {
        setPane(null);
        setAsked({ type, at: appendPlace() });
      }}
      onAddField={(key) => perform({ kind: 'placeField', field: key, at: appendPlace() })}
    />
  );
  const properties = <Properties handle={handle} entity={base.entity.document} entities={entities} />;
  const reason = !changed ? t('noChanges') : incomplete ? t('hasGaps') : null;

  return (
    <Page
      fill
      width="full"
      header={
        <PageHeader
          icon={<EntityIcon entity={base.entity.document} size={32} />}
          above={<Link to="/design/forms">{t('title')}</Link>}
          title={label(draft.form.label) || draft.form.key}
          beside={changed && !phone ? <Tag color="warning">{design('unsaved')}</Tag> : null}
          actions={
            <>
              <Segmented value={tab} options={[{ value: 'design', label: t('editTab') }, { value: 'preview', label: t('previewTab') }]} onChange={setTab} />
              <ShareFormButton form={form.document} entity={entity.document} changed={changed} />
              <Button icon={<UndoOutlined />} aria-label={design('undo')} disabled={handle.history.past.length === 0} onClick={handle.undo} />
              <Button icon={<RedoOutlined />} aria-label={design('redo')} disabled={handle.history.future.length === 0} onClick={handle.redo} />
              <ActionButton type="primary" reason={reason} loading={plans.isPending || save.isPending} onClick={() => submit(base)}>
                {common('save')}
              </ActionButton>
            </>
          }
        />
      }
    >
      {failure && !plan && !isVersionConflict(failure) ? (
        <div className={styles.errors}>
          <ErrorProblems error={failure} />
        </div>
      ) : null}
      {tab === 'preview' ? (
        <FormPreview form={draft.form} entities={entities.map((one) => (one.key === current.key ? current : one))} />
      ) : (
        <DndContext
          sensors={sensors}
          collisionDetection={collisions}
          onDragStart={({ active }) => setDragged(String(active.id))}
          onDragCancel={() => setDragged(null)}
          onDragEnd={endDrag}
        >
          <div className={styles.panes}>
            {phone ? null : <aside className={styles.side} aria-label={t('palette')}>{palette}</aside>}
            <div className={styles.middle}>
              <Canvas handle={handle} entity={base.entity.document} />
            </div>
            {phone ? null : <aside className={styles.side} data-right aria-label={t('properties')}>{properties}</aside>}
          </div>
          <DragOverlay dropAnimation={null}>{dragged ? <Dragged id={dragged} handle={handle} entity={current} /> : null}</DragOverlay>
          {phone ? (
            <div className={styles.phoneBar}>
              <Button icon={<AppstoreAddOutlined />} onClick={() => setPane('palette')}>{t('palette')}</Button>
              <Button icon={<SettingOutlined />} onClick={() => setPane('properties')}>{t('properties')}</Button>
            </div>
          ) : null}
          <Drawer open={phone && pane !== null} placement="bottom" size="75%" title={pane === 'palette' ? t('palette') : t('properties')} onClose={() => setPane(null)}>
            {pane === 'palette' ? palette : properties}
          </Drawer>
        </DndContext>
      )}
      {asked ? (
        <NewFieldDialog
          type={asked.type}
          entity={current}
          entities={entities}
          title={t('newFieldTitle')}
          onCancel={() => setAsked(null)}
          onDone={(field) => {
            handle.change((before) => placeNewField(before, field, asked.at));
            handle.select({ kind: 'field', key: field.key });
            setAsked(null);
          }}
        />
      ) : null}
      {plan ? (
        <PlanDialog
          changes={plan.changes}
          previews={plan.previews}
          entities={entities.map((one) => (one.key === current.key ? current : one))}
          stored={entities}
          saving={save.isPending}
          error={isVersionConflict(save.error) ? null : save.error}
          onApply={(unconvertible) => apply(base, unconvertible)}
          onCancel={() => setPlan(null)}
        />
      ) : null}
    </Page>
  );
}

function Dragged({ id, handle, entity }: { id: string; handle: ReturnType<typeof useFormDraft>; entity: EntityDocument }) {
  const t = useTexts(formTexts);
  const label = useLabel();
  const typeLabel = useFieldTypeLabel();
  const [kind, key] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
  if (kind === 'section') return <div className={styles.dragged}>{label(handle.draft.form.sections.find((section) => section.key === key)?.title) || t('section')}</div>;
  const field = kind === 'new' ? null : fieldOf(handle.draft, entity, key);
  const type = kind === 'new' ? (key as FieldTypeKey) : field?.type;
  return (
    <div className={styles.dragged}>
      {type ? <FieldTypeIcon type={type} /> : null}
      {field ? label(field.label) : type ? typeLabel(type) : key}
    </div>
  );
}
