/** One cell of the matrix, and the choice of rows for a whole line: a dot that says how much, a menu to change it. */

import { Dropdown, Tooltip, type MenuProps } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import type { EntityDocument, RecordAction } from '@tessera/contract';
import { ScopeDot, accessTexts } from '../../shared/access/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import type { Cell } from './cells.ts';
import styles from './role-editor.module.css';
import { commonRows, grantsNothing, isWholesale, type EntityGrant } from './role-matrix.ts';
import { cellOf, choiceFor, choiceId, rowChoices, type RowChoice } from './row-choices.ts';
import { useCellLabel, useChoiceLabel, useRoleWorld } from './row-words.tsx';
import { roleTexts } from './texts.ts';

const NONE = 'none';
const CUSTOM = 'custom';

interface RowsDropdown {
  readonly items: NonNullable<MenuProps['items']>;
  readonly idOf: (cell: Cell) => string;
  /** Null for a condition that is to be written. */
  readonly cellOf: (id: string) => Cell | null;
}

/** Those of people around me at once, those over a relation one step further in. */
export function useRowsDropdown(entity: EntityDocument | null, { none = false, wholesale = false } = {}): RowsDropdown {
  const t = useTexts(roleTexts);
  const label = useLabel();
  const choiceLabel = useChoiceLabel();
  const { entities } = useRoleWorld();
  const choices = wholesale ? ([{ key: 'all' }] as const) : rowChoices(entity, entities);
  const item = (choice: RowChoice) => ({ key: choiceId(choice), label: choiceLabel(choice) });
  const relations = new Map<string, RowChoice[]>();
  for (const choice of choices) if ('relation' in choice && choice.key !== 'placed') relations.set(choice.relation.key, [...(relations.get(choice.relation.key) ?? []), choice]);
  return {
    items: [
      ...(none ? [{ key: NONE, label: t('cell_none') }] : []),
      ...choices.filter((choice) => !('relation' in choice) || choice.key === 'placed').map((choice) => ({ ...item(choice), ...(wholesale ? { label: t('cell_allowed') } : {}) })),
      ...[...relations.values()].map((ways) => ({ key: `via ${choiceId(ways[0]!)}`, label: t('cell_viaMenu', { relation: label((ways[0] as { relation: { label: EntityDocument['label'] } }).relation.label) }), children: ways.map(item) })),
      ...(entity && !wholesale ? [{ type: 'divider' as const }, { key: CUSTOM, label: t('cell_customPick') }] : []),
    ],
    idOf: (cell) => {
      if (cell === 'none') return NONE;
      const choice = choiceFor(cell, choices);
      return choice ? choiceId(choice) : CUSTOM;
    },
    cellOf: (id) => {
      if (id === NONE) return 'none';
      const choice = choices.find((one) => choiceId(one) === id);
      return choice ? cellOf(choice) : null;
    },
  };
}

interface Place {
  /** Null for every entity. */
  readonly entity: EntityDocument | null;
  readonly name: string;
  /** Opens the builder of a condition. */
  readonly onWrite: () => void;
}

interface CellMenuProps extends Place {
  readonly action: RecordAction;
  readonly cell: Cell;
  /** What the line of every entity grants anyway. */
  readonly inherited: Cell;
  /** With its words beside the dot. */
  readonly worded?: boolean;
  readonly onChoose: (cell: Cell) => void;
}

export function CellMenu({ entity, name, action, cell, inherited, worded = false, onChoose, onWrite }: CellMenuProps) {
  const t = useTexts(roleTexts);
  const access = useTexts(accessTexts);
  const cellLabel = useCellLabel(entity);
  const rows = useRowsDropdown(entity, { none: true, wholesale: isWholesale(action) });
  const follows = cell === 'none' && inherited !== 'none';
  const said = (one: Cell) => (one === 'all' && isWholesale(action) ? t('cell_allowed') : cellLabel(one));
  const state = follows ? `${said(inherited)} (${t('inherits')})` : said(cell);
  const button = (
    <button type="button" className={worded ? styles.cellLine : styles.cellButton} aria-label={t('cellName', { action: access(`action_${action}`), entity: name, state })} data-action={action}>
      <ScopeDot state={stateOf(follows ? inherited : cell)} faint={follows} />
      {worded ? (
        <>
          <span className={styles.cellAction}>{access(`action_${action}`)}</span>
          <span className={styles.cellState}>{state}</span>
        </>
      ) : null}
    </button>
  );
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: rows.items,
        selectedKeys: [rows.idOf(cell)],
        onClick: ({ key }) => {
          const chosen = rows.cellOf(key);
          if (chosen === null) onWrite();
          else onChoose(chosen);
        },
      }}
    >
      {worded ? button : <Tooltip title={state} mouseEnterDelay={0.4}>{button}</Tooltip>}
    </Dropdown>
  );
}

const stateOf = (cell: Cell): 'none' | 'some' | 'all' => (cell === 'none' || cell === 'all' ? cell : 'some');

interface RowsMenuProps extends Place {
  readonly grant: EntityGrant;
  readonly onChoose: (rows: Exclude<Cell, 'none'>) => void;
}

/** Puts everything the line grants on the same rows. */
export function RowsMenu({ entity, name, grant, onChoose, onWrite }: RowsMenuProps) {
  const t = useTexts(roleTexts);
  const cellLabel = useCellLabel(entity);
  const menu = useRowsDropdown(entity);
  const rows = commonRows(grant);
  if (grantsNothing({ ...grant, fields: {} })) return <span className={styles.small}>—</span>;
  const shown = rows === null ? t('cell_mixed') : cellLabel(rows);
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: menu.items,
        selectedKeys: rows === null ? [] : [menu.idOf(rows)],
        onClick: ({ key }) => {
          const chosen = menu.cellOf(key);
          if (chosen === null) onWrite();
          else if (chosen !== 'none') onChoose(chosen);
        },
      }}
    >
      <button type="button" className={styles.rowsButton} title={shown} aria-label={`${t('rowsName', { entity: name })}: ${shown}`} data-mixed={rows === null || undefined}>
        <span>{shown}</span> <DownOutlined />
      </button>
    </Dropdown>
  );
}
