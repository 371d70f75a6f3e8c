/** What can be put on the form: a new field of each type, and the fields of the entity that are not on it. */

import { Button } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useDraggable } from '@dnd-kit/core';
import type { ReactNode } from 'react';
import type { FieldDocument, FieldTypeKey } from '@tessera/contract';
import { FIELD_TYPE_GROUPS, FieldTypeIcon, useFieldTypeLabel } from '../../shared/design-kit/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { dragId } from './drop-target.ts';
import styles from './palette.module.css';
import { formTexts } from './texts.ts';

interface PaletteProps {
  readonly unused: readonly FieldDocument[];
  readonly onAddType: (type: FieldTypeKey) => void;
  readonly onAddField: (key: string) => void;
}

export function Palette({ unused, onAddType, onAddField }: PaletteProps) {
  const t = useTexts(formTexts);
  const label = useLabel();
  const typeLabel = useFieldTypeLabel();
  return (
    <div className={styles.palette}>
      <section>
        <h2 className={styles.title}>{t('paletteUnused')}</h2>
        {unused.length === 0 ? <p className={styles.hint}>{t('paletteUnusedNone')}</p> : null}
        {unused.map((field) => (
          <PaletteItem key={field.key} id={dragId.unusedField(field.key)} icon={<FieldTypeIcon type={field.type} />} name={label(field.label)} onAdd={() => onAddField(field.key)} />
        ))}
      </section>
      <section>
        <h2 className={styles.title}>{t('paletteNew')}</h2>
        <p className={styles.hint}>{t('paletteNewHint')}</p>
        {FIELD_TYPE_GROUPS.map((group) => (
          <div key={group.key} className={styles.group}>
            <h3 className={styles.groupTitle}>{label(group.label)}</h3>
            {group.types.map((type) => (
              <PaletteItem key={type} id={dragId.newField(type)} icon={<FieldTypeIcon type={type} />} name={typeLabel(type)} onAdd={() => onAddType(type)} />
            ))}
          </div>
        ))}
      </section>
    </div>
  );
}

function PaletteItem({ id, icon, name, onAdd }: { id: string; icon: ReactNode; name: string; onAdd: () => void }) {
  const t = useTexts(formTexts);
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({ id });
  return (
    <div className={styles.item} data-dragging={isDragging || undefined}>
      <div ref={setNodeRef} {...attributes} {...listeners} className={styles.handle} data-palette={id}>
        {icon}
        <span className={styles.name}>{name}</span>
      </div>
      <Button size="small" type="text" className={styles.add} icon={<PlusOutlined />} aria-label={t('add', { name })} onClick={onAdd} />
    </div>
  );
}
