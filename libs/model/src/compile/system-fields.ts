/** The fields every entity has. Only `owner` is written by people. */

import type { FieldTypeKey, LocalizedText, SystemField } from '@tessera/contract';
import type { FieldModel } from '../design.ts';
import type { FieldType } from '../field-type.ts';
import { fieldType } from '../field-types/registry.ts';
import { recordId, recordVersion } from '../field-types/system.ts';

const systemField = (key: SystemField, document: FieldTypeKey, label: LocalizedText, type: FieldType = fieldType(document)): FieldModel => ({
  key,
  document: { key, type: document, label },
  type,
  valueType: type,
  valueDocument: { key, type: document, label },
  system: true,
  readOnly: key !== 'owner',
  computed: false,
  many: false,
  encrypted: false,
  storable: false,
  target: null,
  sources: [],
  hiddenWith: [],
  validations: [],
});

export const SYSTEM_FIELD_MODELS: readonly FieldModel[] = [
  systemField('id', 'text', { 'zh-CN': '记录标识', en: 'Record id' }, recordId),
  systemField('version', 'number', { 'zh-CN': '版本', en: 'Version' }, recordVersion),
  systemField('created_at', 'datetime', { 'zh-CN': '创建时间', en: 'Created at' }),
  systemField('created_by', 'member', { 'zh-CN': '创建人', en: 'Created by' }),
  systemField('updated_at', 'datetime', { 'zh-CN': '修改时间', en: 'Updated at' }),
  systemField('updated_by', 'member', { 'zh-CN': '修改人', en: 'Updated by' }),
  systemField('owner', 'member', { 'zh-CN': '负责人', en: 'Owner' }),
];
