/** The fields of an entity in their order, which is changed by dragging or with the keyboard. */

import { Button, Tag, Tooltip } from 'antd';
import { DeleteOutlined, HolderOutlined } from '@ant-design/icons';
import { DndContext, KeyboardSensor, PointerSensor, closestCenter, useSensor, useSensors } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { FieldTypeIcon, useFieldTypeLabel } from '../../shared/design-kit/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { ActionButton } from '../../shared/ui/index.ts';
import styles from './entity-designer.module.css';
import { isRemovable, moveField, removeField } from './entity-draft.ts';
import { entityTexts } from './texts.ts';
import { useDeletion } from './use-deletion.tsx';

interface FieldListProps {
  readonly draft: EntityDocument;
  readonly stored: EntityDocument;
  readonly onChange: (draft: EntityDocument) => void;
  readonly onEdit: (field: FieldDocument) => void;
}

export function FieldList({ draft, stored, onChange, onEdit }: FieldListProps) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  const mayDelete = useDeletion();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const indexOf = (key: unknown): number => draft.fields.findIndex((field) => field.key === key);

  const remove = async (field: FieldDocument): Promise<void> => {
    const isStored = stored.fields.some((candidate) => candidate.key === field.key);
    if (isStored && !(await mayDelete({ entity: stored.key, field: field.key, name: label(field.label) || field.key, text: t('removeText'), action: t('remove') }))) return;
    onChange(removeField(draft, field.key));
  };

  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={({ active, over }) => over && onChange(moveField(draft, indexOf(active.id), indexOf(over.id)))}>
      <SortableContext items={draft.fields.map((field) => field.key)} strategy={verticalListSortingStrategy}>
        <ul className={styles.fields}>
          {draft.fields.map((field) => (
            <FieldRow key={field.key} field={field} draft={draft} state={stateOf(field, stored)} onEdit={() => onEdit(field)} onRemove={() => void remove(field)} />
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function stateOf(field: FieldDocument, stored: EntityDocument): 'new' | 'changed' | null {
  const before = stored.fields.find((candidate) => candidate.key === field.key);
  if (!before) return 'new';
  return JSON.stringify(before) === JSON.stringify(field) ? null : 'changed';
}

interface FieldRowProps {
  readonly field: FieldDocument;
  readonly draft: EntityDocument;
  readonly state: 'new' | 'changed' | null;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function FieldRow({ field, draft, state, onEdit, onRemove }: FieldRowProps) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  const locale = useLocale();
  const typeLabel = useFieldTypeLabel();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: field.key });
  const other = locale === 'en' ? field.label['zh-CN'] : field.label.en;
  return (
    <li ref={setNodeRef} className={styles.field} data-dragging={isDragging || undefined} data-field={field.key} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <Button ref={setActivatorNodeRef} {...attributes} {...listeners} size="small" type="text" className={styles.grip} icon={<HolderOutlined />} aria-label={t('drag', { field: label(field.label) })} />
      <button type="button" className={styles.fieldMain} onClick={onEdit}>
        <Tooltip title={typeLabel(field.type)}>
          <span><FieldTypeIcon type={field.type} /></span>
        </Tooltip>
        <span className={styles.fieldNames}>
          <span className={styles.fieldName}>{label(field.label) || field.key}</span>
          {other && other !== label(field.label) ? <span className={styles.fieldOther}>{other}</span> : null}
        </span>
        <code className={styles.key}>{field.key}</code>
        <span className={styles.fieldType}>{typeLabel(field.type)}</span>
        <span className={styles.tags}>
          {draft.titleField === field.key ? <Tag color="processing">{t('namesRecords')}</Tag> : null}
          {field.required ? <Tag>{t('wire_required')}</Tag> : null}
          {field.unique ? <Tag>{t('wire_unique')}</Tag> : null}
          {field.encrypted ? <Tag>{t('wire_encrypted')}</Tag> : null}
          {state === 'new' ? <Tag color="green">{t('newTag')}</Tag> : state === 'changed' ? <Tag color="warning">{t('changedTag')}</Tag> : null}
        </span>
      </button>
      <ActionButton size="small" type="text" title={t('remove')} icon={<DeleteOutlined />} reason={isRemovable(draft, field.key) ? null : t('notRemovable')} onClick={onRemove} />
    </li>
  );
}
