/** Writes the condition that rows must meet. One that is not finished cannot be applied: it would hold for more rows. */

import { useMemo, useState } from 'react';
import { Modal } from 'antd';
import type { EntityDocument, Filter } from '@tessera/contract';
import { FormulaInput, fieldLabels, formulaScopeOf } from '../../shared/design-kit/index.ts';
import { FilterBuilder, hasGaps, toDraft, toFilter, type FilterDraft } from '../../shared/filter/index.ts';
import { commonTexts, useLocale, useTexts } from '../../shared/i18n/index.ts';
import styles from './role-editor.module.css';
import { useRoleWorld, useSentence } from './row-words.tsx';
import { roleTexts } from './texts.ts';

interface ConditionDialogProps {
  readonly entity: EntityDocument;
  readonly title: string;
  readonly where: Filter | undefined;
  readonly onDone: (where: Filter) => void;
  readonly onCancel: () => void;
}

export function ConditionDialog({ entity, title, where: before, onDone, onCancel }: ConditionDialogProps) {
  const t = useTexts(roleTexts);
  const common = useTexts(commonTexts);
  const [draft, setDraft] = useState(() => toDraft(before));
  const where = hasGaps(draft) ? undefined : toFilter(draft);
  return (
    <Modal
      open
      centered
      width={780}
      title={title}
      okText={t('apply')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: where === undefined, title: where === undefined ? t('ruleUnfinished') : undefined }}
      onOk={() => where && onDone(where)}
      onCancel={onCancel}
    >
      <div className={styles.form}>
        <p className={styles.hint}>{t('conditionText')}</p>
        <RowCondition entity={entity} draft={draft} onChange={setDraft} />
      </div>
    </Modal>
  );
}

/** The conditions and formulas rows must meet, and below them what they say. */
export function RowCondition({ entity, draft, onChange }: { entity: EntityDocument; draft: FilterDraft; onChange: (draft: FilterDraft) => void }) {
  const t = useTexts(roleTexts);
  const sentence = useSentence();
  const { entities } = useRoleWorld();
  const where = hasGaps(draft) ? undefined : toFilter(draft);
  return (
    <>
      <FilterBuilder
        entity={entity}
        entities={entities}
        draft={draft}
        onChange={onChange}
        none={t('conditionNone')}
        formulaEditor={(target, formula, put) => <RowFormula entity={target} formula={formula} onChange={put} />}
      />
      {where ? (
        <p className={styles.sentence} aria-live="polite">
          {sentence(entity, where)}
        </p>
      ) : null}
    </>
  );
}

const TRUTH = ['boolean'] as const;

function RowFormula({ entity, formula, onChange }: { entity: EntityDocument; formula: string; onChange: (formula: string) => void }) {
  const t = useTexts(roleTexts);
  const locale = useLocale();
  const { entities } = useRoleWorld();
  const scope = useMemo(() => formulaScopeOf(entity, entities), [entity, entities]);
  const labels = useMemo(() => fieldLabels(entity, locale), [entity, locale]);
  return <FormulaInput name={t('rowFormula')} placeholder={t('rowFormulaHint')} value={formula} scope={scope} labels={labels} rows={2} expected={TRUTH} onChange={onChange} />;
}
