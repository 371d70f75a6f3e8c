/** An entity with a field of every type there is, and what stands around it; made over the API. */

import type { EntityDocument, FieldDocument } from '@tessera/contract';
import type { ApiSession } from './api-session.ts';

const named = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const choices = [
  { value: 'gold', label: named('金牌', 'Gold'), color: '#d48806' },
  { value: 'silver', label: named('银牌', 'Silver'), color: '#8c8c8c' },
  { value: 'bronze', label: named('铜牌', 'Bronze'), color: '#d46b08' },
];
const field = (key: string, type: FieldDocument['type'], zh: string, en: string, more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type, label: named(zh, en), ...more });

export const SUPPLIER: EntityDocument = {
  key: 'supplier', label: named('供应商', 'Supplier'), icon: 'shop', titleField: 'name',
  fields: [
    field('name', 'text', '名称', 'Name', { required: true }),
    field('level', 'select', '级别', 'Level', { options: { choices } }),
    field('rate', 'percent', '折扣', 'Discount'),
  ],
  duplicateRules: [{ key: 'same_name', label: named('名称相同', 'Same name'), fields: [{ field: 'name', as: 'name' }], onMatch: 'refuse' }],
};

const LINES: EntityDocument = {
  key: 'sample_line', parent: 'sample', label: named('明细', 'Line'), titleField: 'item',
  fields: [
    field('item', 'text', '品名', 'Item'),
    field('quantity', 'number', '数量', 'Quantity', { options: { scale: 0 } }),
    field('price', 'money', '单价', 'Price'),
    field('amount', 'formula', '金额', 'Amount', { options: { expression: 'quantity * price', scale: 2, currency: 'CNY' } }),
    field('scan', 'file', '附图', 'Scan'),
  ],
};

export const SAMPLE: EntityDocument = {
  key: 'sample', label: named('样品', 'Sample'), icon: 'experiment', titleField: 'name',
  fields: [
    field('name', 'text', '名称', 'Name', { required: true, validation: [{ formula: 'LEN(name) >= 2', message: named('名称至少两个字', 'At least two characters') }] }),
    field('choice', 'select', '等级', 'Grade', { options: { choices } }),
    field('several', 'multiSelect', '标签', 'Tags', { options: { choices } }),
    field('count', 'number', '件数', 'Pieces', { options: { scale: 2 } }),
    field('cost', 'money', '成本', 'Cost'),
    field('share', 'percent', '占比', 'Share'),
    field('stars', 'rating', '评分', 'Stars'),
    field('done', 'progress', '进度', 'Progress'),
    field('day', 'date', '日期', 'Day'),
    field('moment', 'datetime', '时刻', 'Moment'),
    field('clock', 'time', '时间', 'Time'),
    field('length', 'duration', '时长', 'Duration'),
    field('ready', 'checkbox', '就绪', 'Ready'),
    field('serial', 'autoNumber', '编号', 'Number', { options: { prefix: 'S-', digits: 4 } }),
    field('phone', 'phone', '电话', 'Phone'),
    field('mail', 'email', '邮箱', 'E-mail'),
    field('web', 'url', '网址', 'Website'),
    field('id_card', 'idCard', '身份证号', 'ID card'),
    field('secret', 'text', '密钥', 'Secret', { encrypted: true }),
    field('region', 'region', '地区', 'Region'),
    field('address', 'address', '地址', 'Address'),
    field('spot', 'geoPoint', '定位', 'Place'),
    field('person', 'member', '联系人', 'Contact'),
    field('team', 'members', '团队', 'Team'),
    field('unit', 'department', '归属部门', 'Department'),
    field('supplier', 'relation', '主供应商', 'Main supplier', { options: { entity: 'supplier', onDelete: 'clear' } }),
    field('backups', 'relation', '备选供应商', 'Other suppliers', { options: { entity: 'supplier', cardinality: 'manyToMany', filter: { field: 'level', op: 'eq', value: { record: 'choice' } } } }),
    field('only', 'relation', '独家供应商', 'Sole supplier', { options: { entity: 'supplier', cardinality: 'oneToOne', onDelete: 'clear' } }),
    field('level', 'lookup', '供应商级别', 'Supplier level', { options: { relation: 'supplier', field: 'level' } }),
    field('papers', 'file', '附件', 'Papers', { options: { maxFiles: 3 } }),
    field('photos', 'image', '照片', 'Photos'),
    field('signed', 'signature', '签名', 'Signature'),
    field('lines', 'subform', '清单', 'Items', { options: { entity: 'sample_line' } }),
    field('total', 'rollup', '合计', 'Total', { options: { subform: 'lines', aggregate: 'sum', field: 'amount', scale: 2, currency: 'CNY' } }),
    field('double', 'formula', '两倍成本', 'Twice the cost', { options: { expression: 'cost * 2', scale: 2, currency: 'CNY' } }),
    field('due', 'date', '到期日', 'Due', { default: { formula: 'DATEADD(day, 7, "day")' } }),
    field('remark', 'longText', '备注', 'Remark'),
    field('story', 'richText', '说明', 'Story'),
    field('changed', 'modifiedAt', '名称更新于', 'Name changed', { options: { fields: ['name'] } }),
    field('changer', 'modifiedBy', '更新者', 'Changed by'),
    field('approve', 'button', '设为就绪', 'Make ready', { options: { action: 'setFields', set: [{ field: 'ready', formula: 'TRUE()' }], confirm: named('该样品将被标记为就绪。', 'The sample becomes ready.') } }),
  ],
};

export interface EveryType {
  /** Ids of suppliers by name. */
  readonly suppliers: Readonly<Record<string, string>>;
  /** Ids of departments by name. */
  readonly departments: Readonly<Record<string, string>>;
}

export async function makeEveryType(admin: ApiSession): Promise<EveryType> {
  const save = (document: EntityDocument, version: number) => admin.call('PUT', `/api/design/entities/${document.key}`, { version, document });
  await save(SUPPLIER, 0);
  const early = SAMPLE.fields.filter(({ type, key }) => type !== 'subform' && type !== 'rollup' && key !== 'approve');
  await save({ ...SAMPLE, fields: early }, 0);
  await save(LINES, 0);
  await save(SAMPLE, 1);
  const suppliers: Record<string, string> = {};
  for (const [name, level] of [['华东材料', 'gold'], ['北方工贸', 'gold'], ['西南实业', 'silver']] as const) {
    const { id } = await admin.call<{ id: string }>('POST', '/api/records/supplier', { values: { name, level, rate: '0.1' } });
    suppliers[name] = id;
  }
  const departments: Record<string, string> = {};
  for (const [name, parent] of [['销售中心', null], ['华东区', '销售中心'], ['研发部', null]] as const) {
    const { id } = await admin.call<{ id: string }>('POST', '/api/departments', { name, parent: parent === null ? null : departments[parent], members: [] });
    departments[name] = id;
  }
  return { suppliers, departments };
}
