/** Builders of documents for specs. */

import type { EntityDocument, FieldDocument, FieldTypeKey, LocalizedText } from '@tessera/contract';

const labels: Readonly<Record<string, LocalizedText>> = {
  name: { 'zh-CN': '客户名称', en: 'Customer name' },
  quantity: { 'zh-CN': '数量', en: 'Quantity' },
};

/** A field document; the label is the key unless there is a better one above. */
export const field = (key: string, type: FieldTypeKey, more: Omit<Partial<FieldDocument>, 'key' | 'type'> = {}): FieldDocument => ({
  key,
  type,
  label: labels[key] ?? { en: key },
  ...more,
});

export const entity = (key: string, fields: readonly FieldDocument[], more: Omit<Partial<EntityDocument>, 'key' | 'fields'> = {}): EntityDocument => ({
  key,
  label: { en: key },
  titleField: fields[0]?.key ?? 'name',
  ...more,
  fields: [...fields],
});

export const choices = (...values: string[]) => ({ choices: values.map((value) => ({ value, label: { en: value.toUpperCase(), 'zh-CN': `${value}级` } })) });
