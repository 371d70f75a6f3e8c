/** What makes two records the same to people; looked for when one is entered or imported. */

import { Button, Radio, Select } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { DuplicateRule, EntityDocument } from '@tessera/contract';
import { LocalizedInput, SettingRow } from '../../shared/design-kit/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState } from '../../shared/ui/index.ts';
import { DUPLICATE_WAYS, beginRule, comparable, likelyWay, ruleGaps, withRules } from './duplicate-draft.ts';
import styles from './entity-designer.module.css';
import { entityTexts } from './texts.ts';

export function DuplicateRules({ draft, onChange }: { draft: EntityDocument; onChange: (draft: EntityDocument) => void }) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  const rules = draft.duplicateRules ?? [];
  const fields = comparable(draft);
  const put = (next: readonly DuplicateRule[]): void => onChange(withRules(draft, next));
  const change = (index: number, rule: DuplicateRule): void => put(rules.map((one, at) => (at === index ? rule : one)));
  const add = (
    <Button icon={<PlusOutlined />} disabled={rules.length >= 10 || fields.length === 0} onClick={() => put([...rules, beginRule(draft)])}>
      {t('addDuplicateRule')}
    </Button>
  );
  if (rules.length === 0) return <EmptyState small title={t('noDuplicateRules')} text={t('duplicateText')} actions={add} />;
  return (
    <div className={styles.form}>
      <p className={styles.quiet}>{t('duplicateText')}</p>
      {rules.map((rule, index) => (
        <section key={rule.key} className={styles.rule} aria-label={label(rule.label) || t('duplicateRule', { number: index + 1 })}>
          <div className={styles.ruleHead}>
            <LocalizedInput inline name={t('ruleName')} value={rule.label} onChange={(next) => change(index, { ...rule, label: next ?? {} })} />
            <Button type="text" icon={<DeleteOutlined />} aria-label={t('removeDuplicateRule', { number: index + 1 })} onClick={() => put(rules.filter((_, at) => at !== index))} />
          </div>
          <SettingRow label={t('duplicateFields')} error={ruleGaps(rule) ? t('ruleIncomplete') : undefined}>
            <div className={styles.ruleFields}>
              {rule.fields.map((part, at) => (
                <div key={part.field} className={styles.ruleField}>
                  <Select
                    value={part.field}
                    aria-label={t('duplicateField')}
                    showSearch={{ optionFilterProp: 'label' }}
                    options={fields.filter((one) => one.key === part.field || !rule.fields.some((other) => other.field === one.key)).map((one) => ({ value: one.key, label: label(one.label) }))}
                    onChange={(field) => change(index, { ...rule, fields: rule.fields.map((one, position) => (position === at ? { field, as: likelyWay(fields.find((candidate) => candidate.key === field)!) } : one)) })}
                  />
                  <Select
                    value={part.as}
                    aria-label={t('duplicateWay')}
                    options={DUPLICATE_WAYS.map((way) => ({ value: way, label: t(`way_${way}`) }))}
                    onChange={(as) => change(index, { ...rule, fields: rule.fields.map((one, position) => (position === at ? { ...one, as } : one)) })}
                  />
                  <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('removeRuleField')} disabled={rule.fields.length === 1} onClick={() => change(index, { ...rule, fields: rule.fields.filter((_, position) => position !== at) })} />
                </div>
              ))}
              {rule.fields.length < 4 ? (
                <div>
                  <Button
                    size="small"
                    type="dashed"
                    icon={<PlusOutlined />}
                    onClick={() => {
                      const free = fields.find((one) => !rule.fields.some((part) => part.field === one.key));
                      if (free) change(index, { ...rule, fields: [...rule.fields, { field: free.key, as: likelyWay(free) }] });
                    }}
                  >
                    {t('addRuleField')}
                  </Button>
                </div>
              ) : null}
            </div>
          </SettingRow>
          <SettingRow label={t('onMatch')}>
            <Radio.Group
              value={rule.onMatch}
              options={[{ value: 'warn', label: t('onMatch_warn') }, { value: 'refuse', label: t('onMatch_refuse') }]}
              onChange={(event) => change(index, { ...rule, onMatch: event.target.value as DuplicateRule['onMatch'] })}
            />
          </SettingRow>
        </section>
      ))}
      <div>{add}</div>
    </div>
  );
}
