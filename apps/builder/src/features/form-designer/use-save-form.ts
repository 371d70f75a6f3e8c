/** Saves the draft: first the entity when its fields changed, then the form with its new fields in one call. */

import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { VersionedEntity, VersionedForm } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { designEntitiesQuery, designFormsQuery, type Unconvertible } from '../../shared/design-kit/index.ts';
import type { FormDraft } from './form-draft.ts';
import { entitySave, formSave } from './form-save.ts';

export interface FormBase {
  readonly form: VersionedForm;
  readonly entity: VersionedEntity;
}

interface SaveRequest extends FormBase {
  readonly draft: FormDraft;
  readonly unconvertible: Unconvertible;
  /** The entity was saved, whatever becomes of the form: a second try must be based on this version. */
  readonly onEntitySaved: (entity: VersionedEntity) => void;
}

export function useSaveForm(): UseMutationResult<FormBase, unknown, SaveRequest> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ draft, unconvertible, form, entity, onEntitySaved }: SaveRequest) => {
      const body = entitySave(draft, entity, unconvertible);
      const current = body ? await call(routes.saveEntity, { params: { key: entity.document.key }, body }) : entity;
      if (body) onEntitySaved(current);
      return call(routes.saveForm, { params: { key: form.document.key }, body: formSave(draft, form, current) });
    },
    onSuccess: ({ form, entity }) => {
      queries.setQueryData(designFormsQuery.queryKey, (items) => items?.map((item) => (item.document.key === form.document.key ? form : item)));
      queries.setQueryData(designEntitiesQuery.queryKey, (items) => items?.map((item) => (item.document.key === entity.document.key ? entity : item)));
      void queries.invalidateQueries({ queryKey: ['app'] });
      void queries.invalidateQueries({ queryKey: ['session'] });
      void queries.invalidateQueries({ queryKey: ['access'] });
      void queries.invalidateQueries({ queryKey: ['records'] });
    },
  });
}
