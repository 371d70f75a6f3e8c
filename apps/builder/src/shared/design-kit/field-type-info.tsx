/** How the field types look in the designers: icon, group and one sentence on what each is for. */

import {
  AlignLeftOutlined, CalculatorOutlined, CalendarOutlined, CheckSquareOutlined, ClockCircleOutlined, DollarOutlined, DownCircleOutlined,
  FieldNumberOutlined, FontSizeOutlined, FunctionOutlined, LinkOutlined, MailOutlined, NodeIndexOutlined, NumberOutlined, PercentageOutlined,
  PhoneOutlined, TableOutlined, TagsOutlined, UserOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { FieldTypeKey, LocalizedText } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { useLabel } from '../i18n/index.ts';
import styles from './field-type-info.module.css';

interface FieldTypeInfo {
  readonly icon: ComponentType;
  readonly purpose: LocalizedText;
}

export const FIELD_TYPE_INFO: Readonly<Record<FieldTypeKey, FieldTypeInfo>> = {
  text: { icon: FontSizeOutlined, purpose: { 'zh-CN': '一行文字，如名称、编号', en: 'One line, such as a name or a code' } },
  longText: { icon: AlignLeftOutlined, purpose: { 'zh-CN': '多行文字，如备注、描述', en: 'Several lines, such as notes' } },
  number: { icon: NumberOutlined, purpose: { 'zh-CN': '精确的数字', en: 'An exact number' } },
  money: { icon: DollarOutlined, purpose: { 'zh-CN': '带币种的金额', en: 'An amount in a currency' } },
  percent: { icon: PercentageOutlined, purpose: { 'zh-CN': '百分比，如折扣、赢率', en: 'A share, such as a discount' } },
  date: { icon: CalendarOutlined, purpose: { 'zh-CN': '某一天', en: 'A day' } },
  datetime: { icon: ClockCircleOutlined, purpose: { 'zh-CN': '某一时刻', en: 'A moment in time' } },
  checkbox: { icon: CheckSquareOutlined, purpose: { 'zh-CN': '是或否', en: 'Yes or no' } },
  select: { icon: DownCircleOutlined, purpose: { 'zh-CN': '从选项中选一个', en: 'One of a list of choices' } },
  multiSelect: { icon: TagsOutlined, purpose: { 'zh-CN': '从选项中选多个', en: 'Several of a list of choices' } },
  phone: { icon: PhoneOutlined, purpose: { 'zh-CN': '电话号码，可点击拨打', en: 'A number to call' } },
  email: { icon: MailOutlined, purpose: { 'zh-CN': '邮箱地址', en: 'An e-mail address' } },
  url: { icon: LinkOutlined, purpose: { 'zh-CN': '网址，可点击打开', en: 'An address on the web' } },
  autoNumber: { icon: FieldNumberOutlined, purpose: { 'zh-CN': '自动生成的流水号', en: 'A running number made by itself' } },
  member: { icon: UserOutlined, purpose: { 'zh-CN': '工作区的一位成员', en: 'A person of this workspace' } },
  relation: { icon: NodeIndexOutlined, purpose: { 'zh-CN': '指向另一个数据表的一条记录', en: 'Points to a record of another table' } },
  subform: { icon: TableOutlined, purpose: { 'zh-CN': '明细行，如订单明细', en: 'Rows of its own, such as order lines' } },
  formula: { icon: FunctionOutlined, purpose: { 'zh-CN': '由其他字段计算得出', en: 'Computed from other fields' } },
  rollup: { icon: CalculatorOutlined, purpose: { 'zh-CN': '对明细行求和、计数等', en: 'A sum or count over the rows of a subform' } },
};

export const FIELD_TYPE_GROUPS: readonly { readonly key: string; readonly label: LocalizedText; readonly types: readonly FieldTypeKey[] }[] = [
  { key: 'text', label: { 'zh-CN': '文本', en: 'Text' }, types: ['text', 'longText', 'phone', 'email', 'url'] },
  { key: 'number', label: { 'zh-CN': '数字', en: 'Numbers' }, types: ['number', 'money', 'percent', 'autoNumber'] },
  { key: 'choice', label: { 'zh-CN': '日期与选择', en: 'Dates and choices' }, types: ['date', 'datetime', 'checkbox', 'select', 'multiSelect'] },
  { key: 'link', label: { 'zh-CN': '关联', en: 'Links' }, types: ['member', 'relation', 'subform'] },
  { key: 'computed', label: { 'zh-CN': '计算', en: 'Computed' }, types: ['formula', 'rollup'] },
];

export function FieldTypeIcon({ type }: { type: FieldTypeKey }) {
  const Icon = FIELD_TYPE_INFO[type].icon;
  return (
    <span className={styles.icon} aria-hidden>
      <Icon />
    </span>
  );
}

export function useFieldTypeLabel(): (type: FieldTypeKey) => string {
  const label = useLabel();
  return (type) => label(fieldType(type).label);
}

/** All types, each with what it is for; the chosen one is marked. */
export function FieldTypePicker({ value, onChange }: { value: FieldTypeKey | null; onChange: (type: FieldTypeKey) => void }) {
  const label = useLabel();
  const typeLabel = useFieldTypeLabel();
  return (
    <div className={styles.picker}>
      {FIELD_TYPE_GROUPS.map((group) => (
        <section key={group.key}>
          <h3 className={styles.groupTitle}>{label(group.label)}</h3>
          <div className={styles.types}>
            {group.types.map((type) => (
              <button key={type} type="button" className={styles.type} aria-pressed={type === value} data-field-type={type} onClick={() => onChange(type)}>
                <FieldTypeIcon type={type} />
                <span className={styles.typeText}>
                  <span className={styles.typeName}>{typeLabel(type)}</span>
                  <span className={styles.typePurpose}>{label(FIELD_TYPE_INFO[type].purpose)}</span>
                </span>
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
