/** What saving a form sends: the form with its new fields in one call, and before it the fields that changed. */

import type { BodyOf, EntityDocument, VersionedEntity, VersionedForm, designRoutes } from '@tessera/contract';
import type { FormDraft } from './form-draft.ts';

export interface FormSave {
  /** Only when fields the entity has were changed. Its answer gives no version the form needs. */
  readonly entity: BodyOf<typeof designRoutes.saveEntity> | null;
  readonly form: BodyOf<typeof designRoutes.saveForm>;
}

export function planSave(draft: FormDraft, form: VersionedForm, entity: VersionedEntity): FormSave {
  const changed = Object.keys(draft.changedFields).length > 0;
  return {
    entity: changed ? { version: entity.version, document: withChanges(entity.document, draft) } : null,
    form: {
      version: form.version,
      document: draft.form,
      ...(draft.newFields.length > 0 ? { newFields: [...draft.newFields] } : {}),
    },
  };
}

const withChanges = (entity: EntityDocument, draft: FormDraft): EntityDocument => ({
  ...entity,
  fields: entity.fields.map((field) => draft.changedFields[field.key] ?? field),
});

export const isChanged = (draft: FormDraft, form: VersionedForm): boolean =>
  draft.newFields.length > 0 || Object.keys(draft.changedFields).length > 0 || JSON.stringify(draft.form) !== JSON.stringify(form.document);
