/** How an entity is called and recognised: names, icon and colour. Used for a new one and in its settings. */

import { CHOICE_COLORS, LocalizedInput, SettingRow } from '../../shared/design-kit/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { ENTITY_ICONS } from '../../shared/ui/index.ts';
import type { LocalizedText } from '@tessera/contract';
import styles from './entity-designer.module.css';
import { entityTexts } from './texts.ts';

export interface EntityLook {
  readonly label: LocalizedText | undefined;
  readonly labelPlural: LocalizedText | undefined;
  readonly icon: string;
  readonly color: string;
}

export function EntityLookEditor({ look, onChange, autoFocus }: { look: EntityLook; onChange: (look: EntityLook) => void; autoFocus?: boolean }) {
  const t = useTexts(entityTexts);
  return (
    <>
      <SettingRow label={t('labelOne')}>
        <LocalizedInput inline autoFocus={autoFocus ?? false} name={t('labelOne')} value={look.label} onChange={(label) => onChange({ ...look, label })} />
      </SettingRow>
      <SettingRow label={t('labelMany')}>
        <LocalizedInput inline name={t('labelMany')} value={look.labelPlural} onChange={(labelPlural) => onChange({ ...look, labelPlural })} />
      </SettingRow>
      <SettingRow label={t('color')}>
        <div className={styles.colors}>
          {CHOICE_COLORS.map((color) => (
            <button key={color} type="button" className={styles.color} style={{ background: color }} aria-label={color} aria-pressed={color === look.color} onClick={() => onChange({ ...look, color })} />
          ))}
        </div>
      </SettingRow>
      <SettingRow label={t('icon')}>
        <div className={styles.icons} style={{ ['--entity-color' as string]: look.color }}>
          {Object.entries(ENTITY_ICONS).map(([name, Icon]) => (
            <button key={name} type="button" className={styles.icon} aria-label={name} aria-pressed={name === look.icon} onClick={() => onChange({ ...look, icon: name })}>
              <Icon />
            </button>
          ))}
        </div>
      </SettingRow>
    </>
  );
}
