/** One cell of the matrix, and the choice of rows for a whole line: a dot that says how much, a menu to change it. */

import { Dropdown, Tooltip, type MenuProps } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import type { EntityDocument, RecordAction } from '@tessera/contract';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import styles from './role-editor.module.css';
import { commonRows, grantsNothing, type Cell, type EntityGrant } from './role-matrix.ts';
import { cellOf, choiceFor, choiceId, rowChoices, type RowChoice } from './row-choices.ts';
import { roleTexts } from './texts.ts';

interface Place {
  /** Null for every entity. */
  readonly entity: EntityDocument | null;
  readonly entities: readonly EntityDocument[];
  readonly name: string;
  /** Opens the builder of a condition. */
  readonly onWrite: () => void;
}

function useChoiceLabel(): (choice: RowChoice) => string {
  const t = useTexts(roleTexts);
  const label = useLabel();
  return (choice) => ('relation' in choice ? t(`cell_${choice.key}`, { relation: label(choice.relation.label) }) : t(`cell_${choice.key}`));
}

function useCellLabel(entity: EntityDocument | null, entities: readonly EntityDocument[]): (cell: Cell) => string {
  const t = useTexts(roleTexts);
  const choiceLabel = useChoiceLabel();
  return (cell) => {
    if (cell === 'none') return t('cell_none');
    const choice = choiceFor(cell, rowChoices(entity, entities));
    return choice ? choiceLabel(choice) : t('cell_custom');
  };
}

interface CellMenuProps extends Place {
  readonly action: RecordAction;
  readonly cell: Cell;
  /** What the line of every entity grants anyway. */
  readonly inherited: Cell;
  readonly onChoose: (cell: Cell) => void;
}

export function CellMenu({ entity, entities, name, action, cell, inherited, onChoose, onWrite }: CellMenuProps) {
  const t = useTexts(roleTexts);
  const choiceLabel = useChoiceLabel();
  const cellLabel = useCellLabel(entity, entities);
  const choices = rowChoices(entity, entities);
  const follows = cell === 'none' && inherited !== 'none';
  const state = follows ? `${cellLabel(inherited)} (${t('inherits')})` : cellLabel(cell);
  const items: MenuProps['items'] = [
    { key: 'none', label: t('cell_none') },
    ...choices.map((choice) => ({ key: choiceId(choice), label: choiceLabel(choice) })),
    ...(entity ? [{ key: 'custom', label: t('cell_customPick') }] : []),
  ];
  const chosen = cell === 'none' ? 'none' : choiceIdOf(cell, choices);
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectedKeys: [chosen],
        onClick: ({ key }) => {
          if (key === 'custom') onWrite();
          else if (key === 'none') onChoose('none');
          else onChoose(cellOf(choices.find((choice) => choiceId(choice) === key)!));
        },
      }}
    >
      <Tooltip title={state} mouseEnterDelay={0.4}>
        <button type="button" className={styles.cellButton} aria-label={t('cellName', { action: t(`action_${action}`), entity: name, state })} data-action={action}>
          <i className={styles.dot} data-state={stateOf(follows ? inherited : cell)} data-follows={follows || undefined} />
        </button>
      </Tooltip>
    </Dropdown>
  );
}

const stateOf = (cell: Cell): 'none' | 'some' | 'all' => (cell === 'none' || cell === 'all' ? cell : 'some');

function choiceIdOf(cell: Exclude<Cell, 'none'>, choices: readonly RowChoice[]): string {
  const choice = choiceFor(cell, choices);
  return choice ? choiceId(choice) : 'custom';
}

interface RowsMenuProps extends Place {
  readonly grant: EntityGrant;
  readonly onChoose: (rows: Exclude<Cell, 'none'>) => void;
}

/** Puts everything the line grants on the same rows. */
export function RowsMenu({ entity, entities, name, grant, onChoose, onWrite }: RowsMenuProps) {
  const t = useTexts(roleTexts);
  const choiceLabel = useChoiceLabel();
  const cellLabel = useCellLabel(entity, entities);
  const choices = rowChoices(entity, entities);
  const rows = commonRows(grant);
  if (grantsNothing({ ...grant, fields: {} })) return <span className={styles.small}>—</span>;
  const shown = rows === null ? t('cell_mixed') : cellLabel(rows);
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [...choices.map((choice) => ({ key: choiceId(choice), label: choiceLabel(choice) })), ...(entity ? [{ key: 'custom', label: t('cell_customPick') }] : [])],
        selectedKeys: rows === null ? [] : [choiceIdOf(rows, choices)],
        onClick: ({ key }) => (key === 'custom' ? onWrite() : onChoose(cellOf(choices.find((choice) => choiceId(choice) === key)!))),
      }}
    >
      <button type="button" className={styles.rowsButton} aria-label={`${t('rowsName', { entity: name })}: ${shown}`} data-mixed={rows === null || undefined}>
        <span>{shown}</span> <DownOutlined />
      </button>
    </Dropdown>
  );
}
