/** Entities down, actions across: on which rows each is allowed. A row opens to the fields of its entity. */

import { useState } from 'react';
import { Button } from 'antd';
import { AppstoreOutlined, DownOutlined, RightOutlined } from '@ant-design/icons';
import { RECORD_ACTIONS, type EntityDocument, type RecordAction } from '@tessera/contract';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { EntityIcon } from '../../shared/ui/index.ts';
import { CellMenu, RowsMenu } from './cell-menu.tsx';
import { ConditionDialog } from './condition-dialog.tsx';
import { FieldLevels } from './field-levels.tsx';
import styles from './role-editor.module.css';
import { commonRows, grantOf, readsOnly, setCell, setFieldLevel, setRows, type RoleMatrix } from './role-matrix.ts';
import { roleTexts } from './texts.ts';

interface AccessMatrixProps {
  readonly matrix: RoleMatrix;
  readonly entities: readonly EntityDocument[];
  readonly onChange: (matrix: RoleMatrix) => void;
}

/** A condition being written: for one action, or for every granted one. */
interface Writing {
  readonly entity: EntityDocument;
  readonly action: RecordAction | null;
}

export function AccessMatrix({ matrix, entities, onChange }: AccessMatrixProps) {
  const t = useTexts(roleTexts);
  const [open, setOpen] = useState<string | null>(null);
  const [writing, setWriting] = useState<Writing | null>(null);
  const rows: readonly (EntityDocument | null)[] = [null, ...inFamilies(entities)];
  return (
    <>
      <div className={styles.scroller}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('entity')}</th>
              <th scope="col">{t('rows')}</th>
              {RECORD_ACTIONS.map((action) => (
                <th key={action} scope="col" className={styles.actionHead}>{t(`action_${action}`)}</th>
              ))}
              <th scope="col">{t('fields')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((entity) => (
              <MatrixRow
                key={entity?.key ?? '*'}
                entity={entity}
                entities={entities}
                matrix={matrix}
                open={entity !== null && open === entity.key}
                onToggle={() => setOpen(open === entity?.key ? null : (entity?.key ?? null))}
                onChange={onChange}
                onWrite={(action) => entity && setWriting({ entity, action })}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Legend />
      {writing ? (
        <ConditionDialog
          entity={writing.entity}
          entities={entities}
          action={writing.action}
          cell={writing.action ? grantOf(matrix, writing.entity.key).actions[writing.action] : (commonRows(grantOf(matrix, writing.entity.key)) ?? 'all')}
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

interface MatrixRowProps extends AccessMatrixProps {
  readonly entity: EntityDocument | null;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onWrite: (action: RecordAction | null) => void;
}

function MatrixRow({ entity, entities, matrix, open, onToggle, onChange, onWrite }: MatrixRowProps) {
  const t = useTexts(roleTexts);
  const label = useLabel();
  const key = entity?.key ?? '*';
  const name = entity ? label(entity.label) : t('everyEntity');
  const grant = grantOf(matrix, key);
  const inherited = entity ? grantOf(matrix, '*') : null;
  const parent = entities.find((candidate) => candidate.key === entity?.parent);
  const levels = Object.values(grant.fields);
  const hidden = levels.filter((level) => level === 'none').length;
  const fixed = levels.length - hidden;
  return (
    <>
      <tr data-entity={key} data-every={entity === null || undefined} data-child={parent ? true : undefined}>
        <th scope="row">
          <span className={styles.entityName}>
            {entity ? <EntityIcon entity={entity} size={26} /> : <span className={styles.every}><AppstoreOutlined /></span>}
            <span>
              {name}
              {entity ? null : <span className={styles.small}>{t('everyEntityHint')}</span>}
            </span>
          </span>
        </th>
        {parent ? (
          <td colSpan={RECORD_ACTIONS.length + 1} className={styles.childHint}>
            {t('childHint', { entity: label(parent.label) })}
          </td>
        ) : (
          <>
            <td>
              <RowsMenu entity={entity} entities={entities} name={name} grant={grant} onChoose={(rows) => onChange(setRows(matrix, key, rows))} onWrite={() => onWrite(null)} />
            </td>
            {RECORD_ACTIONS.map((action) => (
              <td key={action} className={styles.cell}>
                <CellMenu
                  entity={entity}
                  entities={entities}
                  name={name}
                  action={action}
                  cell={grant.actions[action]}
                  inherited={inherited?.actions[action] ?? 'none'}
                  onChoose={(cell) => onChange(setCell(matrix, key, action, cell))}
                  onWrite={() => onWrite(action)}
                />
              </td>
            ))}
          </>
        )}
        <td>
          {entity ? (
            <Button size="small" type="text" aria-expanded={open} aria-label={t('showFields', { entity: name })} icon={open ? <DownOutlined /> : <RightOutlined />} onClick={onToggle}>
              {hidden > 0 ? t('fieldsHidden', { count: hidden }) : null}
              {hidden > 0 && fixed > 0 ? ' · ' : null}
              {fixed > 0 ? t('fieldsFixed', { count: fixed }) : null}
              {levels.length === 0 ? t('fieldsAll') : null}
            </Button>
          ) : null}
        </td>
      </tr>
      {open && entity ? (
        <tr className={styles.opened}>
          <td colSpan={RECORD_ACTIONS.length + 3}>
            <FieldLevels entity={entity} grant={grant} readsOnly={readsOnly(matrix, key)} onChange={(field, level) => onChange(setFieldLevel(matrix, key, field, level))} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Legend() {
  const t = useTexts(roleTexts);
  return (
    <div className={styles.legend}>
      {(['all', 'some', 'none'] as const).map((state) => (
        <span key={state}>
          <i className={styles.dot} data-state={state} /> {t(state === 'all' ? 'legendAll' : state === 'some' ? 'legendSome' : 'legendNone')}
        </span>
      ))}
    </div>
  );
}
