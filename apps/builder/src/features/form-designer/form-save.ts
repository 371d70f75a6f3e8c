/**
 * What saving a form sends: the form with its new fields in one call. Where fields of the entity were changed, the
 * entity goes before it with all of its fields, because a changed formula may name a new one.
 */

import type { BodyOf, EntityDocument, VersionedEntity, VersionedForm, designRoutes } from '@tessera/contract';
import type { Unconvertible } from '../../shared/design-kit/index.ts';
import { entityWith, fieldsToAdd, type FormDraft } from './form-draft.ts';

type SaveEntity = BodyOf<typeof designRoutes.saveEntity>;

/** The entity as it would become, for the plan; null when the form is all that changes. */
export function plannedEntity(draft: FormDraft, entity: VersionedEntity): EntityDocument | null {
  return changesFields(draft) || fieldsToAdd(draft, entity.document).length > 0 ? entityWith(draft, entity.document) : null;
}

/** Null when no field of the entity was changed. */
export function entitySave(draft: FormDraft, entity: VersionedEntity, unconvertible: Unconvertible): SaveEntity | null {
  if (!changesFields(draft)) return null;
  return { version: entity.version, document: entityWith(draft, entity.document), ...(Object.keys(unconvertible).length > 0 ? { unconvertible } : {}) };
}

/** `entity` as it is by then. */
export function formSave(draft: FormDraft, form: VersionedForm, entity: VersionedEntity): BodyOf<typeof designRoutes.saveForm> {
  const newFields = [...fieldsToAdd(draft, entity.document)];
  return { version: form.version, document: draft.form, ...(newFields.length > 0 ? { newFields } : {}) };
}

const changesFields = (draft: FormDraft): boolean => Object.keys(draft.changedFields).length > 0;

export const isChanged = (draft: FormDraft, form: VersionedForm): boolean => draft.newFields.length > 0 || changesFields(draft) || JSON.stringify(draft.form) !== JSON.stringify(form.document);
