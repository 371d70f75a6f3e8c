/** Choices: named, coloured, ordered by dragging; stored ones can be merged, for records hold their values. */

import { useRef, useState } from 'react';
import { Button, Popover } from 'antd';
import { CloseOutlined, HolderOutlined, MergeOutlined, PlusOutlined } from '@ant-design/icons';
import { DndContext, KeyboardSensor, PointerSensor, closestCenter, useSensor, useSensors } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import type { LocalizedText, SelectChoice, SelectOptions } from '@tessera/contract';
import { useLabel, useTexts } from '../../i18n/index.ts';
import { ActionButton } from '../../ui/index.ts';
import { designTexts } from '../design-texts.ts';
import { LocalizedInput } from '../localized-input.tsx';
import { CHOICE_COLORS, addChoice, moveChoice, relabelChoice } from './choices.ts';
import { MergeChoicesDialog } from './merge-choices-dialog.tsx';
import { SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';
import styles from './option-editor.module.css';

export function ChoiceOptionsEditor({ field, onChange, entity, choiceMerge }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const choices = (field.options as SelectOptions | undefined)?.choices ?? [];
  const stored = useRef(storedValues(entity, field.key)).current;
  const [merging, setMerging] = useState(false);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const put = (next: readonly SelectChoice[]): void => onChange(withOptions(field, { choices: next }));
  // A new choice changes its value while it is named; its place in the list does not.
  const ids = choices.map((_, index) => index + 1);
  return (
    <SettingRow label={t('choices')} error={choices.length === 0 ? t('choicesMissing') : undefined}>
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={({ active, over }) => over && put(moveChoice(choices, Number(active.id) - 1, Number(over.id) - 1))}>
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <div className={styles.choices}>
            {choices.map((choice, index) => (
              <ChoiceRow
                key={ids[index]}
                id={ids[index]!}
                choice={choice}
                onColor={(color) => put(choices.map((one, at) => (at === index ? { ...one, color } : one)))}
                onLabel={(label) => put(relabelChoice(choices, index, label, stored))}
                onRemove={() => put(choices.filter((_, at) => at !== index))}
              />
            ))}
          </div>
        </SortableContext>
      </DndContext>
      <div className={styles.choiceActions}>
        <Button size="small" icon={<PlusOutlined />} onClick={() => put(addChoice(choices))}>
          {t('addChoice')}
        </Button>
        {choiceMerge && choices.filter((choice) => stored.has(choice.value)).length > 1 ? (
          <ActionButton size="small" icon={<MergeOutlined />} reason={choiceMerge.reason} onClick={() => setMerging(true)}>
            {t('mergeChoices')}
          </ActionButton>
        ) : null}
      </div>
      {merging && choiceMerge ? <MergeChoicesDialog choices={choices} onMerge={choiceMerge.run} onClose={() => setMerging(false)} /> : null}
    </SettingRow>
  );
}

interface ChoiceRowProps {
  readonly id: number;
  readonly choice: SelectChoice;
  readonly onColor: (color: string) => void;
  readonly onLabel: (label: LocalizedText | undefined) => void;
  readonly onRemove: () => void;
}

function ChoiceRow({ id, choice, onColor, onLabel, onRemove }: ChoiceRowProps) {
  const t = useTexts(designTexts);
  const name = useLabel()(choice.label) || String(id);
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition } = useSortable({ id });
  return (
    <div ref={setNodeRef} className={styles.choice} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <Button ref={setActivatorNodeRef} {...attributes} {...listeners} size="small" type="text" className={styles.grip} icon={<HolderOutlined />} aria-label={t('moveChoice', { choice: name })} />
      <ColorButton name={name} color={choice.color ?? CHOICE_COLORS[0]} onChange={onColor} />
      <LocalizedInput inline name={`${t('choices')} ${id}`} value={choice.label} onChange={onLabel} />
      <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('removeChoice', { choice: name })} onClick={onRemove} />
    </div>
  );
}

function ColorButton({ name, color, onChange }: { name: string; color: string; onChange: (color: string) => void }) {
  const t = useTexts(designTexts);
  return (
    <Popover
      trigger="click"
      content={
        <div className={styles.swatches}>
          {CHOICE_COLORS.map((option) => (
            <button key={option} type="button" className={styles.swatch} style={{ background: option }} aria-label={option} aria-pressed={option === color} onClick={() => onChange(option)} />
          ))}
        </div>
      }
    >
      <button type="button" className={styles.swatch} style={{ background: color }} aria-label={t('choiceColor', { choice: name })} />
    </Popover>
  );
}

function storedValues(entity: OptionEditorProps['entity'], key: string): ReadonlySet<string> {
  const field = entity.fields.find((candidate) => candidate.key === key);
  return new Set(((field?.options as SelectOptions | undefined)?.choices ?? []).map((choice) => choice.value));
}
