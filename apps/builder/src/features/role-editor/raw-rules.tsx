/** Rules the matrix cannot show: each as a sentence, to be changed, put in another order or taken out. The last that fits decides. */

import { useState } from 'react';
import { Button } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { describeRule } from '@tessera/access';
import type { RoleRule } from '@tessera/contract';
import { useTexts } from '../../shared/i18n/index.ts';
import { RawRuleDialog } from './raw-rule-dialog.tsx';
import styles from './role-editor.module.css';
import { useRoleWorld } from './row-words.tsx';
import { roleTexts } from './texts.ts';

/** A rule being written; `at` is the place of one that exists. */
interface Writing {
  readonly rule: RoleRule;
  readonly at: number | null;
}

const NEW_RULE: RoleRule = { effect: 'allow', actions: ['read'], entity: '*' };

export function RawRules({ rules, onChange }: { rules: readonly RoleRule[]; onChange: (rules: readonly RoleRule[]) => void }) {
  const t = useTexts(roleTexts);
  const { design, env } = useRoleWorld();
  const [writing, setWriting] = useState<Writing | null>(null);
  const swap = (first: number, second: number) => onChange(rules.map((rule, at) => (at === first ? rules[second]! : at === second ? rules[first]! : rule)));
  return (
    <section>
      <h2 className={styles.heading}>{t('raw')}</h2>
      <p className={styles.hint}>{t('rawHint')}</p>
      {rules.length > 0 ? (
        <ol className={styles.raw}>
          {rules.map((rule, index) => (
            <li key={index}>
              <span className={styles.rawWords} data-effect={rule.effect}>
                {design ? describeRule(design, rule, env) : t(rule.effect)}
              </span>
              <span className={styles.rawTools}>
                <Button size="small" type="text" icon={<ArrowUpOutlined />} aria-label={t('ruleUp')} disabled={index === 0} onClick={() => swap(index, index - 1)} />
                <Button size="small" type="text" icon={<ArrowDownOutlined />} aria-label={t('ruleDown')} disabled={index === rules.length - 1} onClick={() => swap(index, index + 1)} />
                <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('ruleEdit')} onClick={() => setWriting({ rule, at: index })} />
                <Button size="small" type="text" danger icon={<DeleteOutlined />} aria-label={t('ruleRemove')} onClick={() => onChange(rules.filter((_, at) => at !== index))} />
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => setWriting({ rule: NEW_RULE, at: null })}>
        {t('ruleAdd')}
      </Button>
      {writing ? (
        <RawRuleDialog
          rule={writing.rule}
          isNew={writing.at === null}
          onCancel={() => setWriting(null)}
          onDone={(rule) => {
            onChange(writing.at === null ? [...rules, rule] : rules.map((one, at) => (at === writing.at ? rule : one)));
            setWriting(null);
          }}
        />
      ) : null}
    </section>
  );
}
