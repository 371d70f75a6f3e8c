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
  /** Seen clear on some row, the whole way: what is only ever masked is neither sorted nor grouped nor counted by. */
  readonly isClear: (path: string) => boolean;
}

export function useListFields(entity: EntityDocument): ListFields {
  const ability = useAbility();
  const model = useWorkspaceModel();
  const label = useLabel();
  return useMemo(() => {
    const shown = (of: EntityDocument): FieldDocument[] => allFields(of).filter((field) => ability.can('see', of.key, field.key) && field.type !== 'button');
    const own = shown(entity);
    const targetOf = (relation: FieldDocument | undefined) => model.entity((relation?.options as RelationOptions | undefined)?.entity ?? '');
    const isClear = (path: string): boolean => {
      const [first = '', further] = path.split('.');
      if (!ability.can('read', entity.key, first)) return false;
      const target = further === undefined ? undefined : targetOf(own.find(({ key }) => key === first));
      return further === undefined || (target !== undefined && ability.can('read', target.key, further));
    };
    const reached = own.flatMap((relation) => {
      const options = relation.options as RelationOptions | undefined;
      const target = relation.type === 'relation' && options?.cardinality !== 'manyToMany' && ability.can('read', entity.key, relation.key) ? targetOf(relation) : undefined;
      if (!target) return [];
      const fields = shown(target).flatMap((field) => (field.type === 'subform' ? [] : (columnField(model.entity, entity, `${relation.key}.${field.key}`) ?? [])));
      return fields.length > 0 ? [{ title: label(relation.label), fields }] : [];
    });
    return { own, reached, isClear, fieldOf: (path) => columnField(model.entity, entity, path) };
  }, [entity, ability, model, label]);
}

/** For a select: own fields, then those of each relation, as far as `wanted`. */
export function fieldOptions({ own, reached }: ListFields, label: (text: FieldDocument['label']) => string, ownTitle: string, wanted: (field: FieldDocument) => boolean) {
  const option = (field: FieldDocument) => ({ value: field.key, label: label(field.label) });
  return [{ label: ownTitle, options: own.filter(wanted).map(option) }, ...reached.map((group) => ({ label: `${group.title} ›`, options: group.fields.filter(wanted).map(option) }))].filter((group) => group.options.length > 0);
}
