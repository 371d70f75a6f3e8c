/** The condition of a flow: three boxes where it fits into them, a formula where it does not. */

import { useEffect, useState } from 'react';
import { Input, Segmented, Select, Switch } from 'antd';
import { SettingRow } from '../../../shared/design-kit/index.ts';
import { commonTexts, useTexts } from '../../../shared/i18n/index.ts';
import type { ElementSettings } from '../element-settings.ts';
import type { ComparableName } from '../process-names.ts';
import { comparisonsFor, parseSimple, writeSimple, type Comparison, type SimpleCondition } from '../simple-condition.ts';
import { processTexts } from '../texts.ts';
import { CommittedFormula } from './committed-text.tsx';
import { usePanel } from './panel-context.ts';
import styles from './panel.module.css';

type FlowSettings = Extract<ElementSettings, { kind: 'flow' }>;

export function FlowEditor({ settings }: { settings: FlowSettings }) {
  const t = useTexts(processTexts);
  const { island } = usePanel();
  return (
    <>
      {settings.takesDefault ? (
        <label className={styles.toggle}>
          <Switch size="small" checked={settings.isDefault} aria-label={t('isDefault')} onChange={(isDefault) => island.setDefault(isDefault)} />
          {t('isDefault')}
        </label>
      ) : null}
      {settings.isDefault ? <p className={styles.hint}>{t('isDefaultHint')}</p> : null}
      {settings.takesCondition ? <ConditionEditor key={settings.id} condition={settings.condition} /> : settings.isDefault ? null : <p className={styles.hint}>{t('conditionAlways')}</p>}
    </>
  );
}

function ConditionEditor({ condition }: { condition: string }) {
  const t = useTexts(processTexts);
  const { island, scope, labels, comparable } = usePanel();
  const simple = parseSimple(condition);
  const fits = condition.trim() === '' || (simple !== null && comparable.some((name) => name.name === simple.field));
  const [mode, setMode] = useState<'simple' | 'formula'>(fits ? 'simple' : 'formula');
  const shown = fits ? mode : 'formula';
  return (
    <SettingRow label={t('condition')} hint={t('conditionHint')}>
      <div className={styles.stack}>
        <Segmented
          block
          size="small"
          value={shown}
          options={[{ value: 'simple', label: t('conditionSimple'), disabled: !fits }, { value: 'formula', label: t('conditionFormula') }]}
          onChange={setMode}
        />
        {shown === 'simple' ? (
          <SimpleEditor condition={simple} comparable={comparable} onCommit={(formula) => island.setCondition(formula)} />
        ) : (
          <CommittedFormula name={t('condition')} value={condition} scope={scope} labels={labels} placeholder="total > 10000" onCommit={(formula) => island.setCondition(formula)} />
        )}
      </div>
    </SettingRow>
  );
}

interface SimpleEditorProps {
  readonly condition: SimpleCondition | null;
  readonly comparable: readonly ComparableName[];
  readonly onCommit: (formula: string) => void;
}

const BLANK: SimpleCondition = { field: '', comparison: '=', value: '' };

function SimpleEditor({ condition, comparable, onCommit }: SimpleEditorProps) {
  const t = useTexts(processTexts);
  const common = useTexts(commonTexts);
  const stored = JSON.stringify(condition ?? BLANK);
  const [draft, setDraft] = useState<SimpleCondition>(condition ?? BLANK);
  useEffect(() => setDraft(JSON.parse(stored) as SimpleCondition), [stored]);
  const name = comparable.find((candidate) => candidate.name === draft.field);
  const type = name?.type ?? 'text';

  const put = (next: SimpleCondition, commit = true): void => {
    setDraft(next);
    const of = comparable.find((candidate) => candidate.name === next.field);
    if (commit && of && next.value !== '' && JSON.stringify(next) !== stored) onCommit(writeSimple(next, of.type));
  };
  const choose = (field: string): void => {
    const next = comparable.find((candidate) => candidate.name === field)!;
    const comparisons = comparisonsFor(next.type);
    put({ field, comparison: comparisons.includes(draft.comparison) ? draft.comparison : '=', value: next.type === 'boolean' ? 'TRUE' : (next.choices[0]?.value ?? '') });
  };
  return (
    <div className={styles.simple}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={draft.field || null}
        aria-label={t('field')}
        placeholder={t('field')}
        options={comparable.map((candidate) => ({ value: candidate.name, label: candidate.label }))}
        onChange={choose}
      />
      <Select value={draft.comparison} aria-label={t('comparison')} options={comparisonsFor(type).map((comparison) => ({ value: comparison, label: SIGNS[comparison] }))} onChange={(comparison) => put({ ...draft, comparison })} />
      {name && name.choices.length > 0 ? (
        <Select value={draft.value || null} aria-label={t('value')} options={[...name.choices]} onChange={(value) => put({ ...draft, value: value ?? '' })} />
      ) : type === 'boolean' ? (
        <Select value={draft.value || 'TRUE'} aria-label={t('value')} options={[{ value: 'TRUE', label: common('yes') }, { value: 'FALSE', label: common('no') }]} onChange={(value) => put({ ...draft, value })} />
      ) : (
        <Input
          value={draft.value}
          aria-label={t('value')}
          placeholder={t('value')}
          inputMode={type === 'number' ? 'decimal' : 'text'}
          onChange={(event) => put({ ...draft, value: event.target.value }, false)}
          onBlur={() => put(draft)}
          onPressEnter={() => put(draft)}
        />
      )}
    </div>
  );
}

const SIGNS: Readonly<Record<Comparison, string>> = { '=': '=', '<>': '≠', '>': '>', '>=': '≥', '<': '<', '<=': '≤' };
