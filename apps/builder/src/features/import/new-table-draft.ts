/** The table proposed for a file, while the designer corrects it. Pure. */

import type { EntityDocument, FieldDocument, FieldTypeKey, LocalizedText, SelectChoice } from '@tessera/contract';
import { deriveKey } from '@tessera/model';

/** Types a cell of a file can be read as without further settings. */
export const PROPOSED_TYPES: readonly FieldTypeKey[] = [
  'text', 'longText', 'number', 'money', 'percent', 'date', 'datetime', 'time', 'duration', 'checkbox', 'select', 'multiSelect', 'phone', 'email', 'url', 'idCard', 'region', 'address', 'rating', 'progress', 'member',
];

/** The key stays as proposed: it is free, and people do not see it. */
export const relabelEntity = (document: EntityDocument, label: LocalizedText | undefined): EntityDocument => ({ ...document, label: label ?? {} });

const COLORS = ['#1677ff', '#389e0d', '#d48806', '#722ed1', '#13a8a8', '#c41d7f', '#d4380d', '#2f54eb', '#8c8c8c'] as const;
const MAX_CHOICES = 50;

/** Another type for a field; choices are made of the cells that are known. */
export function retype(document: EntityDocument, key: string, type: FieldTypeKey, cells: readonly string[]): EntityDocument {
  return { ...document, fields: document.fields.map((field) => (field.key === key ? asType(field, type, cells) : field)) };
}

function asType(field: FieldDocument, type: FieldTypeKey, cells: readonly string[]): FieldDocument {
  if (field.type === type) return field;
  const { key, label, required } = field;
  const isChoice = type === 'select' || type === 'multiSelect';
  const kept = isChoice && (field.type === 'select' || field.type === 'multiSelect') ? field.options : undefined;
  const options = kept ?? (isChoice ? { choices: choicesOf(type === 'multiSelect' ? cells.flatMap((cell) => cell.split(/[,，、;；|]/)) : cells) } : type === 'money' ? { currency: 'CNY', scale: 2 } : undefined);
  return { key, type, label, ...(required ? { required } : {}), ...(options ? { options } : {}) };
}

function choicesOf(cells: readonly string[]): SelectChoice[] {
  const texts = [...new Set(cells.map((cell) => cell.trim()).filter(Boolean))].slice(0, MAX_CHOICES);
  const taken = new Set<string>();
  return texts.map((text, index) => {
    const value = deriveKey(text, (key) => taken.has(key));
    taken.add(value);
    return { value, label: /[\u3400-\u9fff]/.test(text) ? { 'zh-CN': text } : { en: text }, color: COLORS[index % COLORS.length]! };
  });
}

export const withoutField = (document: EntityDocument, key: string): EntityDocument => ({ ...document, fields: document.fields.filter((field) => field.key !== key) });
