/** The form as it is being laid out: sections of columns, in them the fields, each drawn as the input it will be. */

import { Button, Tooltip } from 'antd';
import { CloseOutlined, HolderOutlined, LockOutlined, PlusOutlined } from '@ant-design/icons';
import { useDndContext, useDroppable } from '@dnd-kit/core';
import { SortableContext, useSortable } from '@dnd-kit/sortable';
import type { EntityDocument, FieldDocument, FormItem, FormSection } from '@tessera/contract';
import { FieldTypeIcon } from '../../shared/design-kit/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import styles from './canvas.module.css';
import { isPast } from './drag-geometry.ts';
import { dragId } from './drop-target.ts';
import { addSection, fieldOf, isNewField, removeItem, removeSection } from './form-draft.ts';
import { formTexts } from './texts.ts';
import type { FormDraftHandle } from './use-form-draft.ts';

interface CanvasProps {
  readonly handle: FormDraftHandle;
  readonly entity: EntityDocument;
}

export function Canvas({ handle, entity }: CanvasProps) {
  const t = useTexts(formTexts);
  const { sections } = handle.draft.form;
  return (
    <div className={styles.canvas} aria-label={t('canvas')} onClick={(event) => event.target === event.currentTarget && handle.select(null)}>
      <SortableContext items={sections.map((section) => dragId.section(section.key))} strategy={stayInPlace}>
        {sections.map((section, index) => (
          <Section key={section.key} section={section} index={index} handle={handle} entity={entity} />
        ))}
      </SortableContext>
      <Button type="dashed" block icon={<PlusOutlined />} onClick={() => handle.change(addSection)}>
        {t('addSection')}
      </Button>
    </div>
  );
}

/** Things keep their place while one is dragged; a line shows where it would go. */
const stayInPlace = (): null => null;

interface SectionProps extends CanvasProps {
  readonly section: FormSection;
  readonly index: number;
}

function Section({ section, index, handle, entity }: SectionProps) {
  const t = useTexts(formTexts);
  const label = useLabel();
  const name = label(section.title) || `${t('section')} ${index + 1}`;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging, isOver } = useSortable({ id: dragId.section(section.key) });
  const selected = handle.selection?.kind === 'section' && handle.selection.key === section.key;
  const last = handle.draft.form.sections.length === 1;
  return (
    <section ref={setNodeRef} className={styles.section} data-section={section.key} data-selected={selected || undefined} data-dragging={isDragging || undefined} data-over={isOver || undefined}>
      <div className={styles.sectionHead}>
        <Button ref={setActivatorNodeRef} {...attributes} {...listeners} size="small" type="text" className={styles.grip} icon={<HolderOutlined />} aria-label={t('moveSection', { name })} />
        <button type="button" className={styles.sectionTitle} data-untitled={!section.title || undefined} onClick={() => handle.select({ kind: 'section', key: section.key })}>
          {name}
        </button>
        {last ? null : (
          <Tooltip title={t('removeSection')}>
            <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('removeSection')} onClick={() => handle.change((draft) => removeSection(draft, index))} />
          </Tooltip>
        )}
      </div>
      <SortableContext items={section.items.map((item) => dragId.item(item.field))} strategy={stayInPlace}>
        <div className={styles.grid} style={{ ['--columns' as string]: section.columns }}>
          {section.items.map((item) => (
            <Item key={item.field} item={item} columns={section.columns} field={fieldOf(handle.draft, entity, item.field)} handle={handle} />
          ))}
          <SectionEnd section={section} />
        </div>
      </SortableContext>
    </section>
  );
}

function SectionEnd({ section }: { section: FormSection }) {
  const t = useTexts(formTexts);
  const { setNodeRef, isOver } = useDroppable({ id: dragId.sectionEnd(section.key) });
  const empty = section.items.length === 0;
  return (
    <div ref={setNodeRef} className={styles.end} data-empty={empty || undefined} data-over={isOver || undefined} data-section-end={section.key}>
      {empty ? t('dropHere') : null}
    </div>
  );
}

interface ItemProps {
  readonly item: FormItem;
  readonly columns: number;
  readonly field: FieldDocument | undefined;
  readonly handle: FormDraftHandle;
}

function Item({ item, columns, field, handle }: ItemProps) {
  const t = useTexts(formTexts);
  const label = useLabel();
  const { attributes, listeners, setNodeRef, isDragging, isOver } = useSortable({ id: dragId.item(item.field) });
  const side = useDropSide(dragId.item(item.field), isOver && !isDragging);
  const selected = handle.selection?.kind === 'field' && handle.selection.key === item.field;
  const name = label(field?.label) || item.field;
  return (
    <div
      ref={setNodeRef}
      className={styles.item}
      style={{ gridColumn: `span ${Math.min(item.span ?? 1, columns)}` }}
      data-item={item.field}
      data-selected={selected || undefined}
      data-dragging={isDragging || undefined}
      data-drop={side ?? undefined}
    >
      <div {...attributes} {...listeners} className={styles.body} aria-label={t('moveItem', { name })} aria-roledescription="sortable" onClick={() => handle.select({ kind: 'field', key: item.field })}>
        <span className={styles.label}>
          {name}
          {field?.required ? <span className={styles.star}>*</span> : null}
          {item.readOnly ? <LockOutlined className={styles.lock} /> : null}
          {isNewField(handle.draft, item.field) ? <span className={styles.new}>{t('newTag')}</span> : null}
        </span>
        <span className={styles.input} data-tall={field?.type === 'longText' || field?.type === 'subform' || undefined}>
          {field ? <FieldTypeIcon type={field.type} /> : null}
        </span>
        {field?.help ? <span className={styles.help}>{label(field.help)}</span> : null}
      </div>
      <Tooltip title={t('removeFromForm')}>
        <Button size="small" type="text" className={styles.remove} icon={<CloseOutlined />} aria-label={`${t('removeFromForm')}: ${name}`} onClick={() => handle.change((draft) => removeItem(draft, item.field))} />
      </Tooltip>
    </div>
  );
}

/** On which side of the item what is dragged over it would go. */
function useDropSide(id: string, isOver: boolean): 'before' | 'after' | null {
  const { active, over } = useDndContext();
  if (!isOver || !active || over?.id !== id || String(active.id).startsWith('section:')) return null;
  const dragged = active.rect.current.translated;
  return dragged && isPast(dragged, over.rect) ? 'after' : 'before';
}
