/** What of an entity the write door has to care for beyond storing values; worked out once a design. */

import type { DuplicateRule } from '@tessera/contract';
import { rowValidations, watchedFields, type EntityModel, type FieldModel, type RowValidation } from '@tessera/model';

export interface Traits {
  /** Their text is HTML. */
  readonly html: readonly string[];
  readonly encrypted: readonly string[];
  /** Hold files. */
  readonly files: readonly string[];
  /** Linked to many records, by a table of links. */
  readonly links: readonly FieldModel[];
  /** Note when, or by whom, one of the watched fields (null: any) was changed. */
  readonly stamps: readonly { readonly key: string; readonly by: 'at' | 'by'; readonly watches: readonly string[] | null }[];
  readonly rules: readonly DuplicateRule[];
  /** Relations whose targets must meet a filter. */
  readonly filtered: readonly FieldModel[];
  /** Whether values of the record alone can break a rule. */
  readonly validates: boolean;
  /** Rules to be asked of the row in its table. */
  readonly rowRules: readonly RowValidation[];
}

const known = new WeakMap<EntityModel, Traits>();

export function traitsOf(entity: EntityModel): Traits {
  const found = known.get(entity);
  if (found) return found;
  const fields = [...entity.fields.values()];
  const keys = (test: (field: FieldModel) => boolean): string[] => fields.filter(test).map(({ key }) => key);
  const traits: Traits = {
    html: keys(({ type }) => type.html),
    encrypted: keys(({ encrypted }) => encrypted),
    files: keys(({ type }) => type.pointsTo === 'file'),
    links: fields.filter(({ many, computed, type }) => many && !computed && type.pointsTo === 'record'),
    stamps: fields.flatMap(({ key, type, document }) => (type.stamps === null ? [] : [{ key, by: type.stamps, watches: watchedFields(document) }])),
    rules: entity.document.duplicateRules ?? [],
    filtered: fields.filter(({ relationFilter }) => relationFilter !== undefined),
    validates: fields.some(({ validations }) => validations.some(({ local }) => local)),
    rowRules: rowValidations(entity),
  };
  known.set(entity, traits);
  return traits;
}
