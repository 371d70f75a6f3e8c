/**
 * An entity document without the settings that tell of fields its reader may not know: rules, filters and formulas that
 * name one go as a whole, because half of one would mean something else. They stay in force where records are
 * written. The fields themselves are cut by whoever knows the reader (libs/access).
 */

import type { EntityDocument, FieldDocument, ModifiedOptions } from '@tessera/contract';
import { usesOf, type Dependent } from './dependents.ts';
import type { Design } from './design.ts';
import type { IsKnown } from './filter/parse-filter.ts';

/** `design`: of the whole documents. An entity without anything to hide comes back as it is. */
export function withoutHiddenSettings(design: Design, entity: string, isKnown: IsKnown): EntityDocument {
  const model = design.entities.get(entity);
  if (!model) throw new Error(`entity not in the design: ${entity}`);
  const hidden = usesOf(design, model).filter(({ touched }) => !touched.every(([at, key]) => isKnown(at, key)));
  if (hidden.length === 0) return model.document;
  const gone = hidden.map(({ dependent }) => dependent);
  const fields = model.document.fields.map((field) => cutField(field, gone.filter((dependent) => dependent.field === field.key), (key) => isKnown(entity, key)));
  const { duplicateRules, ...rest } = model.document;
  const rules = duplicateRules?.filter((_, index) => !gone.some(({ kind, path }) => kind === 'duplicateRule' && path.startsWith(`${entity}.duplicateRules.${index}.`)));
  return { ...rest, fields, ...(rules === undefined || rules.length === 0 ? {} : { duplicateRules: rules }) };
}

function cutField(field: FieldDocument, gone: readonly Dependent[], isKnown: (key: string) => boolean): FieldDocument {
  return gone.reduce<FieldDocument>((cut, { kind }) => {
    switch (kind) {
      case 'default':
        return without(cut, 'default');
      case 'unique':
        return without(cut, 'uniqueWithin');
      case 'filter':
        return withoutOptions(cut, 'filter');
      case 'button':
        return withoutOptions(cut, 'set', 'url');
      case 'modified':
        return { ...cut, options: { ...cut.options, fields: ((cut.options as ModifiedOptions | undefined)?.fields ?? []).filter(isKnown) } };
      case 'validation': {
        const rules = field.validation?.filter((_, index) => !gone.some((other) => other.kind === 'validation' && other.path.endsWith(`.validation.${index}`)));
        return rules && rules.length > 0 ? { ...cut, validation: rules } : without(cut, 'validation');
      }
      default:
        return cut;
    }
  }, field);
}

function without(field: FieldDocument, setting: 'default' | 'uniqueWithin' | 'validation'): FieldDocument {
  const { [setting]: _gone, ...rest } = field;
  return rest;
}

const withoutOptions = (field: FieldDocument, ...names: readonly string[]): FieldDocument => ({
  ...field,
  options: Object.fromEntries(Object.entries(field.options ?? {}).filter(([name]) => !names.includes(name))),
});
