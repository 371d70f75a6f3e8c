/** Entities down, actions across, in groups: on which rows each is allowed. A row opens to the fields of its entity. On a phone a list. */

import { useState } from 'react';
import { Button } from 'antd';
import { AppstoreOutlined, DownOutlined, RightOutlined } from '@ant-design/icons';
import type { EntityDocument, RecordAction } from '@tessera/contract';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { EntityIcon, useIsPhone } from '../../shared/ui/index.ts';
import { ACTION_GROUPS, GROUPED_ACTIONS, ScopeDot, accessTexts, beginsGroup } from '../../shared/access/index.ts';
import type { Cell } from './cells.ts';
import { CellMenu, RowsMenu } from './cell-menu.tsx';
import { ConditionDialog } from './condition-dialog.tsx';
import { FieldLevels } from './field-levels.tsx';
import { highest } from './field-steps.ts';
import styles from './role-editor.module.css';
import { commonRows, grantOf, readsOnly, setCell, setFieldSteps, setRows, type EntityGrant, type RoleMatrix } from './role-matrix.ts';
import { useRoleWorld } from './row-words.tsx';
import { roleTexts } from './texts.ts';

interface AccessMatrixProps {
  readonly matrix: RoleMatrix;
  readonly onChange: (matrix: RoleMatrix) => void;
}

/** A condition being written: for one action, or for every granted one. */
interface Writing {
  readonly entity: EntityDocument;
  readonly action: RecordAction | null;
}

const whereOf = (cell: Cell | null) => (cell !== null && typeof cell === 'object' ? cell.where : undefined);

export function AccessMatrix({ matrix, onChange }: AccessMatrixProps) {
  const t = useTexts(roleTexts);
  const access = useTexts(accessTexts);
  const label = useLabel();
  const isPhone = useIsPhone();
  const { entities } = useRoleWorld();
  const [open, setOpen] = useState<string | null>(null);
  const [writing, setWriting] = useState<Writing | null>(null);
  const rows: readonly (EntityDocument | null)[] = [null, ...inFamilies(entities)];
  const lines = rows.map((entity) => {
    const Line = isPhone ? MatrixCard : MatrixRow;
    return (
      <Line
        key={entity?.key ?? '*'}
        entity={entity}
        matrix={matrix}
        open={entity !== null && open === entity.key}
        onToggle={() => setOpen(open === entity?.key ? null : (entity?.key ?? null))}
        onChange={onChange}
        onWrite={(action) => entity && setWriting({ entity, action })}
      />
    );
  });
  return (
    <>
      {isPhone ? <ul className={styles.cards}>{lines}</ul> : <MatrixTable>{lines}</MatrixTable>}
      <Legend />
      {writing ? (
        <ConditionDialog
          entity={writing.entity}
          title={writing.action ? t('conditionTitle', { action: access(`action_${writing.action}`), entity: label(writing.entity.label) }) : t('conditionRowsTitle', { entity: label(writing.entity.label) })}
          where={whereOf(writing.action ? grantOf(matrix, writing.entity.key).actions[writing.action] : commonRows(grantOf(matrix, writing.entity.key)))}
          onCancel={() => setWriting(null)}
          onDone={(where) => {
            onChange(writing.action ? setCell(matrix, writing.entity.key, writing.action, { where }) : setRows(matrix, writing.entity.key, { where }));
            setWriting(null);
          }}
        />
      ) : null}
    </>
  );
}

/** Each entity followed by the child tables of its subforms. */
const inFamilies = (entities: readonly EntityDocument[]): EntityDocument[] =>
  entities.filter((entity) => !entity.parent).flatMap((entity) => [entity, ...entities.filter((child) => child.parent === entity.key)]);

function MatrixTable({ children }: { children: React.ReactNode }) {
  const t = useTexts(roleTexts);
  const access = useTexts(accessTexts);
  return (
    <div className={styles.scroller}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>{t('entity')}</th>
            <th scope="col" rowSpan={2}>{t('rows')}</th>
            {ACTION_GROUPS.map(({ key, actions }) => (
              <th key={key} scope="colgroup" colSpan={actions.length} className={styles.groupHead}>{access(`group_${key}`)}</th>
            ))}
            <th scope="col" rowSpan={2} className={styles.fieldsHead}>{t('fields')}</th>
          </tr>
          <tr>
            {GROUPED_ACTIONS.map((action) => (
              <th key={action} scope="col" className={styles.actionHead} data-begins={beginsGroup(action) || undefined}>{access(`short_${action}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

interface LineProps extends AccessMatrixProps {
  /** Null for every entity. */
  readonly entity: EntityDocument | null;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onWrite: (action: RecordAction | null) => void;
}

/** What both drawings of a line show. */
function useLine({ entity, matrix, onChange, onWrite }: LineProps) {
  const t = useTexts(roleTexts);
  const label = useLabel();
  const { entities } = useRoleWorld();
  const key = entity?.key ?? '*';
  const name = entity ? label(entity.label) : t('everyEntity');
  const grant = grantOf(matrix, key);
  const inherited = entity ? grantOf(matrix, '*') : null;
  const parent = entities.find((candidate) => candidate.key === entity?.parent);
  const menuOf = (action: RecordAction, worded = false) => (
    <CellMenu
      entity={entity}
      name={name}
      action={action}
      cell={grant.actions[action]}
      inherited={inherited?.actions[action] ?? 'none'}
      worded={worded}
      onChoose={(cell) => onChange(setCell(matrix, key, action, cell))}
      onWrite={() => onWrite(action)}
    />
  );
  const rowsMenu = <RowsMenu entity={entity} name={name} grant={grant} onChoose={(rows) => onChange(setRows(matrix, key, rows))} onWrite={() => onWrite(null)} />;
  const fields = entity ? <FieldLevels entity={entity} grant={grant} readsOnly={readsOnly(matrix, key)} onChange={(field, steps) => onChange(setFieldSteps(matrix, key, field, steps))} /> : null;
  return { key, name, grant, parent, childHint: parent ? t('childHint', { entity: label(parent.label) }) : null, menuOf, rowsMenu, fields };
}

function EntityName({ entity, name }: { entity: EntityDocument | null; name: string }) {
  const t = useTexts(roleTexts);
  return (
    <span className={styles.entityName}>
      {entity ? <EntityIcon entity={entity} size={26} /> : <span className={styles.every}><AppstoreOutlined /></span>}
      <span>
        {name}
        {entity ? null : <span className={styles.small}>{t('everyEntityHint')}</span>}
      </span>
    </span>
  );
}

function FieldsButton({ grant, name, open, onToggle }: { grant: EntityGrant; name: string; open: boolean; onToggle: () => void }) {
  const t = useTexts(roleTexts);
  const levels = Object.values(grant.fields).map(highest);
  const count = (wanted: 'none' | 'masked' | 'read') => levels.filter((level) => level === wanted).length;
  const partly = Object.values(grant.fields).filter((steps) => highest(steps) === 'write').length;
  const parts = [
    ...(count('none') > 0 ? [t('fieldsHidden', { count: count('none') })] : []),
    ...(count('masked') > 0 ? [t('fieldsMasked', { count: count('masked') })] : []),
    ...(count('read') > 0 ? [t('fieldsFixed', { count: count('read') })] : []),
    ...(partly > 0 ? [t('fieldsPartly', { count: partly })] : []),
  ];
  return (
    <Button size="small" type="text" aria-expanded={open} aria-label={t('showFields', { entity: name })} icon={open ? <DownOutlined /> : <RightOutlined />} onClick={onToggle}>
      {parts.length > 0 ? parts.join(' · ') : t('fieldsAll')}
    </Button>
  );
}

function MatrixRow(props: LineProps) {
  const { entity, open, onToggle } = props;
  const { key, name, grant, childHint, menuOf, rowsMenu, fields } = useLine(props);
  return (
    <>
      <tr data-entity={key} data-every={entity === null || undefined} data-child={childHint ? true : undefined}>
        <th scope="row">
          <EntityName entity={entity} name={name} />
        </th>
        {childHint ? (
          <td colSpan={GROUPED_ACTIONS.length + 1} className={styles.childHint}>{childHint}</td>
        ) : (
          <>
            <td>{rowsMenu}</td>
            {GROUPED_ACTIONS.map((action) => (
              <td key={action} className={styles.cell} data-begins={beginsGroup(action) || undefined}>{menuOf(action)}</td>
            ))}
          </>
        )}
        <td>{entity ? <FieldsButton grant={grant} name={name} open={open} onToggle={onToggle} /> : null}</td>
      </tr>
      {open && fields ? (
        <tr className={styles.opened}>
          <td colSpan={GROUPED_ACTIONS.length + 3}>{fields}</td>
        </tr>
      ) : null}
    </>
  );
}

/** The same line for a narrow screen: the actions one below the other, each with its rows in words. */
function MatrixCard(props: LineProps) {
  const { entity, open, onToggle } = props;
  const t = useTexts(roleTexts);
  const access = useTexts(accessTexts);
  const [unfolded, setUnfolded] = useState(false);
  const { key, name, grant, childHint, menuOf, rowsMenu, fields } = useLine(props);
  const granted = GROUPED_ACTIONS.filter((action) => grant.actions[action] !== 'none');
  return (
    <li className={styles.card} data-entity={key}>
      <button type="button" className={styles.cardHead} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        <EntityName entity={entity} name={name} />
        <span className={styles.cardCount}>{childHint ? null : granted.length === 0 ? t('cell_none') : t('actionsGranted', { count: granted.length })}</span>
        {unfolded ? <DownOutlined /> : <RightOutlined />}
      </button>
      {unfolded ? (
        <div className={styles.cardBody}>
          {childHint ? (
            <p className={styles.hint}>{childHint}</p>
          ) : (
            <>
              <div className={styles.cardRows}>{t('rows')} {rowsMenu}</div>
              {ACTION_GROUPS.map(({ key: group, actions }) => (
                <div key={group} className={styles.cardGroup} role="group" aria-label={access(`group_${group}`)}>
                  {actions.map((action) => <span key={action}>{menuOf(action, true)}</span>)}
                </div>
              ))}
            </>
          )}
          {entity ? <FieldsButton grant={grant} name={name} open={open} onToggle={onToggle} /> : null}
          {open ? fields : null}
        </div>
      ) : null}
    </li>
  );
}

function Legend() {
  const t = useTexts(roleTexts);
  return (
    <div className={styles.legend}>
      {(['all', 'some', 'none'] as const).map((state) => (
        <span key={state}>
          <ScopeDot small state={state} /> {t(state === 'all' ? 'legendAll' : state === 'some' ? 'legendSome' : 'legendNone')}
        </span>
      ))}
    </div>
  );
}
