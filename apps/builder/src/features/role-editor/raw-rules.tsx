import type { EntityDocument, RoleRule } from '@tessera/contract';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import styles from './role-editor.module.css';
import { roleTexts } from './texts.ts';

/** Rules the matrix cannot show, one line each, not editable. */
export function RawRules({ rules, entities }: { rules: readonly RoleRule[]; entities: readonly EntityDocument[] }) {
  const t = useTexts(roleTexts);
  const label = useLabel();
  return (
    <section>
      <h2 className={styles.heading}>{t('raw')}</h2>
      <p className={styles.hint}>{t('rawHint')}</p>
      <ul className={styles.raw}>
        {rules.map((rule, index) => (
          <li key={index}>
            <strong data-effect={rule.effect}>{t(rule.effect)}</strong> {rule.actions.map((action) => t(`action_${action}`)).join(' / ')}{' '}
            {rule.entity === '*' ? t('everyEntity') : label(entities.find((entity) => entity.key === rule.entity)?.label) || rule.entity}
            {rule.fields ? <code>[{rule.fields.join(', ')}]</code> : null}
            {rule.where ? <code>{JSON.stringify(rule.where)}</code> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
