import type { EntityDocument, UploadTarget } from '@tessera/contract';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { importTexts } from './texts.ts';

/** The entity of a target, and what people call the target. */
export function useTarget(target: UploadTarget): { readonly entity: EntityDocument | undefined; readonly name: string } {
  const t = useTexts(importTexts);
  const label = useLabel();
  const model = useWorkspaceModel();
  if (target.kind === 'none') return { entity: undefined, name: t('newTableOption') };
  if (target.kind === 'members') return { entity: undefined, name: t('members') };
  const entity = model.entity(target.entity);
  return { entity, name: entity ? label(entity.labelPlural ?? entity.label) : target.entity };
}
