import { Suspense, lazy, useState } from 'react';
import { ShareAltOutlined } from '@ant-design/icons';
import type { EntityDocument, FormDocument } from '@tessera/contract';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { useAbility } from '../../shared/session/index.ts';
import { shareTexts } from '../../shared/share-dialog/texts.ts';
import { ActionButton } from '../../shared/ui/index.ts';
import { formTexts } from './texts.ts';

const ShareDialog = lazy(async () => ({ default: (await import('../../shared/share-dialog/share-dialog.tsx')).ShareDialog }));

/** Makes the form public: for whoever may make records and share them. */
export function ShareFormButton({ form, entity, changed }: { form: FormDocument; entity: EntityDocument; changed: boolean }) {
  const t = useTexts(formTexts);
  const share = useTexts(shareTexts);
  const label = useLabel();
  const ability = useAbility();
  const [open, setOpen] = useState(false);
  if (entity.parent || !ability.can('share', entity.key) || !ability.can('create', entity.key)) return null;
  return (
    <>
      <ActionButton icon={<ShareAltOutlined />} title={share('shareForm')} reason={changed ? t('shareSaved') : null} onClick={() => setOpen(true)} />
      <Suspense>{open ? <ShareDialog shared={{ kind: 'form', entity, name: label(form.label), document: form.key }} onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
