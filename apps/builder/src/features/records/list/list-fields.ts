/** The fields a list can be about: the entity's own, and one step further those of the records it points to. */

import { useMemo } from 'react';
import type { EntityDocument, FieldDocument, RelationOptions } from '@tessera/contract';
import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import { allFields } from '../../../shared/fields/index.ts';
import { useLabel } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { columnField } from './list-search.ts';

export interface ListFields {
  readonly own: readonly FieldDocument[];
  /** By relation; keys of the fields are paths. */
  readonly reached: readonly { readonly title: string; readonly fields: readonly FieldDocument[] }[];
  readonly fieldOf: (path: string) => FieldDocument | undefined;
}

export function useListFields(entity: EntityDocument): ListFields {
  const ability = useAbility();
  const model = useWorkspaceModel();
  const label = useLabel();
  return useMemo(() => {
    const readable = (of: EntityDocument): FieldDocument[] => allFields(of).filter((field) => ability.can('read', of.key, field.key) && field.type !== 'button');
    const own = readable(entity);
    const reached = own.flatMap((relation) => {
      const options = relation.options as RelationOptions | undefined;
      const target = relation.type === 'relation' && options?.cardinality !== 'manyToMany' ? model.entity(options?.entity ?? '') : undefined;
      if (!target) return [];
      const fields = readable(target).flatMap((field) => (field.type === 'subform' ? [] : (columnField(model.entity, entity, `${relation.key}.${field.key}`) ?? [])));
      return fields.length > 0 ? [{ title: label(relation.label), fields }] : [];
    });
    return { own, reached, fieldOf: (path) => columnField(model.entity, entity, path) };
  }, [entity, ability, model, label]);
}

/** For a select: own fields, then those of each relation, as far as `wanted`. */
export function fieldOptions({ own, reached }: ListFields, label: (text: FieldDocument['label']) => string, ownTitle: string, wanted: (field: FieldDocument) => boolean) {
  const option = (field: FieldDocument) => ({ value: field.key, label: label(field.label) });
  return [{ label: ownTitle, options: own.filter(wanted).map(option) }, ...reached.map((group) => ({ label: `${group.title} ›`, options: group.fields.filter(wanted).map(option) }))].filter((group) => group.options.length > 0);
}
