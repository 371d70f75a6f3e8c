/** Which column goes where, and how its texts are read. */

import { Checkbox, Select, Tooltip } from 'antd';
import { ArrowRightOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import type { EntityDocument, FieldDocument, ImportMapping, ImportView } from '@tessera/contract';
import { relationTarget, useWorkspaceModel } from '../../shared/app-model/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { useAbility } from '../../shared/session/index.ts';
import { ActionButton, ProblemList } from '../../shared/ui/index.ts';
import { FixedValues } from './fixed-values.tsx';
import { MEMBER_FIELDS, PARENT_FIELD, columnMapping, importableFields, isAnythingMapped, isMatchMissing, joinFirst, joinOf, linkMatch, mapColumn, missingFields, setKey, setMatch, type LinkMatch } from './mapping-draft.ts';
import { ModeSettings } from './mode-settings.tsx';
import { ReplaceValues } from './replace-values.tsx';
import { SheetChoice } from './sheet-choice.tsx';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

interface ColumnsStepProps {
  readonly view: ImportView;
  /** Absent: the rows become members. */
  readonly entity: EntityDocument | undefined;
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
  readonly checking: boolean;
  readonly onCheck: () => void;
}

/** Something a column can go to. */
interface Goal {
  readonly key: string;
  readonly label: string;
  /** Points to a record or member: it is looked up. */
  readonly isLink: boolean;
  readonly field?: FieldDocument;
  /** Unique fields of the records it points to. */
  readonly uniques: readonly FieldDocument[];
}

export function ColumnsStep({ view, entity, mapping, onChange, checking, onCheck }: ColumnsStepProps) {
  const t = useTexts(importTexts);
  const label = useLabel();
  const fields = useImportFields(entity);
  const goals = useGoals(entity, fields);
  const missing = missingFields(mapping, fields);
  return (
    <>
      <SheetChoice view={view} />
      {entity && !entity.parent ? <ModeSettings entity={entity} fields={fields} mapping={mapping} onChange={onChange} /> : null}
      {missing.length > 0 ? (
        <div className={styles.gapBelow}>
          <ProblemList problems={[{ severity: 'warning', message: t('missingRequired', { fields: missing.map((field) => label(field.label)).join(', ') }) }]} />
        </div>
      ) : null}
      <div className={styles.frame}>
        <table className={styles.mapping}>
          <thead>
            <tr>
              <th scope="col">{t('column')}</th>
              <th aria-hidden />
              <th scope="col">{t('goesTo')}</th>
              <th scope="col">{t('how')}</th>
            </tr>
          </thead>
          <tbody>
            {view.columns.map((name, column) => (
              <ColumnRow key={column} name={name} column={column} view={view} goals={goals} mapping={mapping} onChange={onChange} />
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.settings}>
        <div>
          <label className={styles.label} htmlFor="null-words">
            {t('nullWords')}
          </label>
          <Select id="null-words" mode="tags" open={false} suffixIcon={null} style={{ width: '100%' }} value={mapping.nullWords} onChange={(words: string[]) => onChange({ ...mapping, nullWords: words.slice(0, 10).map((word) => word.slice(0, 20)) })} />
          <p className={styles.quiet}>{t('nullWordsHint')}</p>
        </div>
        {entity ? <FixedValues entity={entity} fields={fields} mapping={mapping} onChange={onChange} /> : null}
      </div>
      <div className={styles.actions}>
        <ActionButton type="primary" size="large" loading={checking} onClick={onCheck} reason={!isAnythingMapped(mapping) ? t('nothingMapped') : isMatchMissing(mapping) ? t('matchMissing') : null}>
          {checking ? t('checking') : t('check')}
        </ActionButton>
      </div>
    </>
  );
}

function useImportFields(entity: EntityDocument | undefined): readonly FieldDocument[] {
  const ability = useAbility();
  if (!entity) return [];
  // Rows of a subform follow the record they belong to.
  const mayWrite = (field: FieldDocument): boolean => entity.parent !== undefined || ability.can('create', entity.key, field.key);
  return importableFields(entity).filter(mayWrite);
}

function useGoals(entity: EntityDocument | undefined, fields: readonly FieldDocument[]): readonly Goal[] {
  const t = useTexts(importTexts);
  const label = useLabel();
  const model = useWorkspaceModel();
  const memberLabels = useMemberFieldLabels();
  if (!entity) return MEMBER_FIELDS.map((key) => ({ key, label: memberLabels[key], isLink: false, uniques: [] }));
  const uniquesOf = (target: string | undefined): readonly FieldDocument[] => (model.entity(target ?? '')?.fields ?? []).filter((field) => field.unique === true);
  const parent = entity.parent ? [{ key: PARENT_FIELD, label: t('parentField', { entity: label(model.entity(entity.parent)?.label) }), isLink: true, uniques: uniquesOf(entity.parent) }] : [];
  return [...parent, ...fields.map((field) => ({ key: field.key, label: label(field.label), isLink: LINKS.has(field.type), field, uniques: field.type === 'relation' ? uniquesOf(relationTarget(field)) : [] }))];
}

const LINKS: ReadonlySet<FieldDocument['type']> = new Set(['relation', 'member', 'members', 'department']);

export function useMemberFieldLabels(): Readonly<Record<(typeof MEMBER_FIELDS)[number], string>> {
  const label = useLabel();
  return {
    name: label({ en: 'Name', 'zh-CN': '姓名' }),
    email: label({ en: 'Email', 'zh-CN': '邮箱' }),
    title: label({ en: 'Job title', 'zh-CN': '职务' }),
    phone: label({ en: 'Phone', 'zh-CN': '电话' }),
  };
}

interface ColumnRowProps {
  readonly name: string;
  readonly column: number;
  readonly view: ImportView;
  readonly goals: readonly Goal[];
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
}

const IGNORED = '#ignored';

function ColumnRow({ name, column, view, goals, mapping, onChange }: ColumnRowProps) {
  const t = useTexts(importTexts);
  const fieldLabel = useLabel();
  const own = columnMapping(mapping, column);
  const goal = goals.find((one) => one.key === own.field);
  const join = joinOf(mapping, column);
  const samples = view.sample.map((row) => row[column] ?? '').filter(Boolean).slice(0, 3);
  const used = own.field !== undefined || own.externalKey === true;
  return (
    <tr data-unused={!used || undefined}>
      <td>
        <span className={styles.columnName}>{name}</span>
        <span className={styles.samples}>{samples.map((sample) => (sample.length > 40 ? `${sample.slice(0, 40)}…` : sample)).join(' · ') || '—'}</span>
      </td>
      <td className={styles.arrowCell}>
        <ArrowRightOutlined className={styles.chevron} />
      </td>
      <td>
        <Select<string>
          className={styles.goal}
          aria-label={`${t('goesTo')}: ${name}`}
          popupMatchSelectWidth={false}
          value={own.field ?? IGNORED}
          onChange={(next: string) => onChange(mapColumn(mapping, column, next === IGNORED ? null : next, goals.find((one) => one.key === next)?.isLink ?? false))}
          showSearch={{ optionFilterProp: 'label' }}
          options={[{ value: IGNORED, label: t('ignore') }, ...goals.map((one) => ({ value: one.key, label: one.label }))]}
        />
      </td>
      <td>
        <div className={styles.how}>
          <Checkbox checked={own.externalKey === true} onChange={(event) => onChange(setKey(mapping, column, event.target.checked))}>
            {t('key')}{' '}
            <Tooltip title={t('keyHint')}>
              <QuestionCircleOutlined className={styles.chevron} />
            </Tooltip>
          </Checkbox>
          {goal?.isLink ? (
            <Select<LinkMatch>
              size="small"
              aria-label={`${t('matchBy')}: ${name}`}
              popupMatchSelectWidth={false}
              value={linkMatch(own)}
              onChange={(match: LinkMatch) => onChange(setMatch(mapping, column, match))}
              options={[
                { value: 'externalKey', label: t('match_externalKey') },
                { value: 'title', label: t('match_title') },
                ...goal.uniques.map((field) => ({ value: `field:${field.key}` as LinkMatch, label: fieldLabel(field.label) })),
              ]}
            />
          ) : null}
          {goal && !goal.isLink ? <ReplaceValues name={name} column={column} view={view} field={goal.field} mapping={mapping} onChange={onChange} /> : null}
          {join ? (
            <span className={styles.quiet}>
              {t('joined', { position: join.position, count: join.count })}
              {join.position > 1 ? (
                <button type="button" className={styles.inlineAction} onClick={() => onChange(joinFirst(mapping, column))}>
                  {t('toFront')}
                </button>
              ) : null}
            </span>
          ) : null}
        </div>
      </td>
    </tr>
  );
}
