/** Whether reading a field is watched, and whether what a field computes may be shown without what it is computed from. */

import { Switch, Tooltip } from 'antd';
import { ADMIN_ROLE, type FieldDocument } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import styles from './entity-designer.module.css';
import { entityTexts } from './texts.ts';

type Flag = 'sensitive' | 'published';

export function FieldSecrecy({ field, onChange }: { field: FieldDocument; onChange: (field: FieldDocument) => void }) {
  const t = useTexts(entityTexts);
  const isAdmin = useSession().member.roles.includes(ADMIN_ROLE);
  const put = (flag: Flag, on: boolean) => {
    const { [flag]: _before, ...others } = field;
    onChange(on ? { ...others, [flag]: true } : others);
  };
  if (field.type === 'button') return null;
  return (
    <>
      <FlagSwitch label={t('sensitive')} help={t('sensitiveHelp')} checked={field.sensitive ?? false} reason={null} onChange={(on) => put('sensitive', on)} />
      {typeOf(field).computes ? <FlagSwitch label={t('published')} help={t('publishedHelp')} checked={field.published ?? false} reason={isAdmin ? null : t('publishedAdmin')} onChange={(on) => put('published', on)} /> : null}
    </>
  );
}

interface FlagSwitchProps {
  readonly label: string;
  readonly help: string;
  readonly checked: boolean;
  /** Why it cannot be changed. */
  readonly reason: string | null;
  readonly onChange: (on: boolean) => void;
}

function FlagSwitch({ label, help, checked, reason, onChange }: FlagSwitchProps) {
  return (
    <div className={styles.secrecy}>
      <Tooltip title={reason}>
        <Switch size="small" aria-label={label} checked={checked} disabled={reason !== null} onChange={onChange} />
      </Tooltip>
      <div>
        {label}
        <p>{help}</p>
      </div>
    </div>
  );
}
