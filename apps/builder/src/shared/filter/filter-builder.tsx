/**
 * Building a filter by hand: conditions joined by "and" or "or", groups of them, and conditions on the rows a record
 * has elsewhere. Controlled; loads the compiler of designs, so that pages open it on demand.
 */

import { useMemo, type ReactNode } from 'react';
import { Button, Checkbox, InputNumber, Select } from 'antd';
import { DeleteOutlined, FunctionOutlined, PlusOutlined } from '@ant-design/icons';
import type { CountTest, EntityDocument, FilterOperator } from '@tessera/contract';
import { useLocale, useTexts } from '../i18n/index.ts';
import { COUNT_OPERATORS, EMPTY_DRAFT, needsValue, newRelated, withOperator, type ConditionDraft, type FilterDraft, type FilterNode, type GroupDraft, type RelatedDraft, type RelatedTest } from './filter-draft.ts';
import { fieldGroups, filterField, filterWorld, newCondition, relatedRows, type FilterField, type FilterWorld } from './filter-fields.ts';
import { OperandInput } from './operand-input.tsx';
import { filterTexts } from './texts.ts';
import styles from './filter.module.css';

interface FilterBuilderProps {
  readonly entity: EntityDocument;
  /** All that are known, for paths and rows elsewhere. */
  readonly entities: readonly EntityDocument[];
  readonly draft: FilterDraft;
  readonly onChange: (draft: FilterDraft) => void;
  /** Whether the person may ask for a field; all by default. */
  readonly readable?: (entity: string, field: string) => boolean;
  /** The entity of the record being filled in, in the filter of a relation. */
  readonly record?: EntityDocument;
  /** What no condition means here. */
  readonly none?: string;
  /** Where formulas may be conditions: the editor of one over records of the entity. */
  readonly formulaEditor?: FormulaEditing;
}

export type FormulaEditing = (entity: EntityDocument, formula: string, onChange: (formula: string) => void) => ReactNode;

interface Scope {
  readonly world: FilterWorld;
  readonly entity: EntityDocument;
  readonly record: EntityDocument | undefined;
  readonly depth: number;
  readonly formulaEditor: FormulaEditing | undefined;
}

export function FilterBuilder({ entity, entities, draft, onChange, readable, record, none, formulaEditor }: FilterBuilderProps) {
  const locale = useLocale();
  const world = useMemo(() => filterWorld(entities, locale, readable), [entities, locale, readable]);
  return <Group scope={{ world, entity, record, depth: 0, formulaEditor }} group={draft} onChange={onChange} none={none} />;
}

interface GroupProps {
  readonly scope: Scope;
  readonly group: GroupDraft;
  readonly onChange: (group: GroupDraft) => void;
  readonly none?: string | undefined;
}

/** Deeper trees are allowed and shown, but nobody begins one. */
const MAX_NESTING = 4;

function Group({ scope, group, onChange, none }: GroupProps) {
  const t = useTexts(filterTexts);
  const first = fieldGroups(scope.world, scope.entity, '')[0]?.fields[0];
  const put = (index: number, part: FilterNode) => onChange({ ...group, parts: group.parts.map((one, at) => (at === index ? part : one)) });
  const drop = (index: number) => onChange({ ...group, parts: group.parts.filter((_, at) => at !== index) });
  const add = (part: FilterNode) => onChange({ ...group, parts: [...group.parts, part] });
  const joinOf = (index: number): ReactNode => {
    if (index === 0) return <span className={styles.join}>{t('where')}</span>;
    if (index > 1) return <span className={styles.join}>{t(group.join)}</span>;
    return (
      <Select
        className={styles.join}
        aria-label={t('join')}
        value={group.join}
        onChange={(join: 'and' | 'or') => onChange({ ...group, join })}
        options={[
          { value: 'and', label: t('and') },
          { value: 'or', label: t('or') },
        ]}
      />
    );
  };
  return (
    <div className={styles.builder} role="group" aria-label={t('conditions')}>
      {group.parts.length === 0 ? <p className={styles.none}>{none ?? t('none')}</p> : null}
      {group.parts.map((part, index) => (
        <Part key={index} scope={scope} part={part} join={joinOf(index)} onChange={(next) => put(index, next)} onRemove={() => drop(index)} />
      ))}
      <div className={styles.foot}>
        <Button type="text" size="small" icon={<PlusOutlined />} disabled={!first} onClick={() => first && add(newCondition(first))}>
          {t('add')}
        </Button>
        {scope.depth < MAX_NESTING ? (
          <Button type="text" size="small" icon={<PlusOutlined />} disabled={!first} onClick={() => first && add({ ...EMPTY_DRAFT, join: group.join === 'and' ? 'or' : 'and', parts: [newCondition(first)] })}>
            {t('addGroup')}
          </Button>
        ) : null}
        {scope.formulaEditor ? (
          <Button type="text" size="small" icon={<FunctionOutlined />} onClick={() => add({ kind: 'formula', formula: '' })}>
            {t('addFormula')}
          </Button>
        ) : null}
        {scope.depth === 0 && group.parts.length > 0 ? (
          <Button type="text" size="small" className={styles.clear} onClick={() => onChange(EMPTY_DRAFT)}>
            {t('clear')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

interface PartProps {
  readonly scope: Scope;
  readonly part: FilterNode;
  readonly join: ReactNode;
  readonly onChange: (part: FilterNode) => void;
  readonly onRemove: () => void;
}

function Part(props: PartProps) {
  const { scope, part, join, onChange, onRemove } = props;
  const t = useTexts(filterTexts);
  const remove = <Button className={styles.remove} type="text" icon={<DeleteOutlined />} aria-label={t(part.kind === 'group' ? 'removeGroup' : 'remove')} onClick={onRemove} />;
  switch (part.kind) {
    case 'condition':
      return <ConditionRow {...props} condition={part} remove={remove} />;
    case 'related':
      return <RelatedRow {...props} related={part} remove={remove} />;
    case 'formula':
      return (
        <div className={styles.nested}>
          {join}
          {scope.formulaEditor ? scope.formulaEditor(scope.entity, part.formula, (formula) => onChange({ kind: 'formula', formula })) : <pre className={styles.kept}>{part.formula}</pre>}
          {remove}
        </div>
      );
    case 'kept':
      return (
        <div className={styles.nested}>
          {join}
          <pre className={styles.kept}>{JSON.stringify(part.filter)}</pre>
          {remove}
        </div>
      );
    case 'group':
      return (
        <div className={styles.nested}>
          {join}
          <div className={styles.box}>
            <Checkbox checked={part.negated} onChange={(event) => onChange({ ...part, negated: event.target.checked })}>
              {t('negated')}
            </Checkbox>
            <Group scope={{ ...scope, depth: scope.depth + 1 }} group={part} onChange={onChange} />
          </div>
          {remove}
        </div>
      );
  }
}

const RELATED = '#';

/** Fields, and below them the rows elsewhere; both in one list, for a person thinks "has lines that …" as a field. */
function SubjectSelect({ scope, path, onChange }: { scope: Scope; path: string; onChange: (next: { field: FilterField } | { related: string }) => void }) {
  const t = useTexts(filterTexts);
  const { world, entity } = scope;
  const chosen = path.startsWith(RELATED) ? '' : path;
  const groups = useMemo(() => fieldGroups(world, entity, chosen), [world, entity, chosen]);
  const rows = useMemo(() => relatedRows(world, entity), [world, entity]);
  const known = chosen === '' || groups.some((group) => group.fields.some((field) => field.path === chosen));
  const options = [
    ...groups.map((group) =>
      group.title === ''
        ? { label: t('ownFields'), options: group.fields.map((field) => ({ value: field.path, label: field.label })) }
        : { label: `${group.title} ›`, options: group.fields.map((field) => ({ value: field.path, label: field.label })) },
    ),
    ...(rows.length > 0 ? [{ label: t('relatedRows'), options: rows.map((one) => ({ value: `${RELATED}${one.related}`, label: one.label })) }] : []),
    ...(known ? [] : [{ label: t('unknownField'), options: [{ value: chosen, label: chosen }] }]),
  ];
  return (
    <Select<string>
      className={styles.field}
      aria-label={t('field')}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      listHeight={320}
      value={path}
      options={options}
      onChange={(next: string) => {
        if (next.startsWith(RELATED)) onChange({ related: next.slice(RELATED.length) });
        else {
          const field = filterField(world, entity, next);
          if (field) onChange({ field });
        }
      }}
    />
  );
}

function ConditionRow({ scope, condition, join, remove, onChange }: PartProps & { condition: ConditionDraft; remove: ReactNode }) {
  const t = useTexts(filterTexts);
  const operatorLabel = useOperatorLabel();
  const field = filterField(scope.world, scope.entity, condition.field);
  return (
    <div className={styles.row}>
      {join}
      <SubjectSelect scope={scope} path={condition.field} onChange={(next) => onChange('field' in next ? newCondition(next.field) : newRelated(next.related))} />
      {field ? (
        <>
          <Select
            className={styles.operator}
            aria-label={t('operator')}
            popupMatchSelectWidth={false}
            value={condition.op}
            onChange={(op: FilterOperator) => onChange(withOperator(condition, op))}
            options={[...new Set([...field.operators, condition.op])].map((op) => ({ value: op, label: operatorLabel(field, op) }))}
          />
          <div className={styles.value}>
            {needsValue(condition.op) ? <OperandInput field={field} op={condition.op} value={condition.value} record={scope.record} onChange={(value) => onChange({ ...condition, value })} /> : null}
          </div>
        </>
      ) : (
        <div className={styles.value} />
      )}
      {remove}
    </div>
  );
}

const TESTS: readonly RelatedTest[] = ['some', 'none', 'every', 'count'];

function RelatedRow({ scope, related, join, remove, onChange }: PartProps & { related: RelatedDraft; remove: ReactNode }) {
  const t = useTexts(filterTexts);
  const rows = relatedRows(scope.world, scope.entity).find((one) => one.related === related.related);
  const target = scope.world.entities.find((entity) => entity.key === rows?.entity);
  return (
    <>
      <div className={styles.row}>
        {join}
        <SubjectSelect scope={scope} path={`${RELATED}${related.related}`} onChange={(next) => onChange('field' in next ? newCondition(next.field) : newRelated(next.related))} />
        <Select<RelatedTest>
          className={styles.operator}
          aria-label={t('operator')}
          popupMatchSelectWidth={false}
          value={related.test}
          options={TESTS.map((test) => ({ value: test, label: t(`rows_${test}`) }))}
          onChange={(test: RelatedTest) => onChange({ ...related, test })}
        />
        <div className={styles.value}>
          {related.test === 'count' ? (
            <div className={styles.twoInputs}>
              <Select<CountTest['op']>
                aria-label={t('countOperator')}
                popupMatchSelectWidth={false}
                value={related.count.op}
                options={COUNT_OPERATORS.map((op) => ({ value: op, label: t(`op_${op}`) }))}
                onChange={(op: CountTest['op']) => onChange({ ...related, count: { ...related.count, op } })}
              />
              <InputNumber aria-label={t('value')} min={0} max={1_000_000} precision={0} value={related.count.value} onChange={(value) => onChange({ ...related, count: { ...related.count, value } })} />
            </div>
          ) : null}
        </div>
        {remove}
      </div>
      {target ? (
        <div className={styles.nested}>
          <span className={styles.join}>{t('rowsWhere')}</span>
          <div className={styles.box}>
            <Group scope={{ ...scope, entity: target, depth: scope.depth + 1 }} group={related.where} none={t(related.test === 'every' ? 'everyNeedsCondition' : 'anyRow')} onChange={(where) => onChange({ ...related, where })} />
          </div>
          <span />
        </div>
      ) : null}
    </>
  );
}

/** "is before" for dates where numbers say "is less than". */
export function useOperatorLabel(): (field: Pick<FilterField, 'type'>, op: FilterOperator) => string {
  const t = useTexts(filterTexts);
  return ({ type }, op) => {
    const timely = type === 'date' || type === 'datetime' || type === 'modifiedAt' || type === 'time';
    if (timely && (op === 'lt' || op === 'lte' || op === 'gt' || op === 'gte')) return t(`time_${op}`);
    return t(`op_${op}`);
  };
}
