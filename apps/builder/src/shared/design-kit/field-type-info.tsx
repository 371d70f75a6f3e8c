/** How the field types look in the designers: icon, group and one sentence on what each is for. */

import {
  AlignLeftOutlined, ApartmentOutlined, AuditOutlined, CalculatorOutlined, CalendarOutlined, CheckSquareOutlined, ClockCircleOutlined, DashboardOutlined, DollarOutlined,
  DownCircleOutlined, EnvironmentOutlined, EyeOutlined, FieldNumberOutlined, FieldTimeOutlined, FileTextOutlined, FontSizeOutlined, FunctionOutlined,
  GlobalOutlined, HighlightOutlined, HistoryOutlined, HourglassOutlined, IdcardOutlined, LinkOutlined, MailOutlined, NodeIndexOutlined, NumberOutlined, PaperClipOutlined,
  PercentageOutlined, PhoneOutlined, PictureOutlined, PlayCircleOutlined, PushpinOutlined, SearchOutlined, StarOutlined, TableOutlined, TagsOutlined, TeamOutlined, UserOutlined,
} from '@ant-design/icons';
import { useState, type ComponentType } from 'react';
import { Input } from 'antd';
import type { FieldTypeKey, LocalizedText } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { useLabel, useTexts } from '../i18n/index.ts';
import { designTexts } from './design-texts.ts';
import styles from './field-type-info.module.css';

interface FieldTypeInfo {
  readonly icon: ComponentType;
  readonly purpose: LocalizedText;
}

export const FIELD_TYPE_INFO: Readonly<Record<FieldTypeKey, FieldTypeInfo>> = {
  text: { icon: FontSizeOutlined, purpose: { 'zh-CN': '一行文字，如名称、编号', en: 'One line, such as a name or a code' } },
  longText: { icon: AlignLeftOutlined, purpose: { 'zh-CN': '多行文字，如备注、描述', en: 'Several lines, such as notes' } },
  richText: { icon: FileTextOutlined, purpose: { 'zh-CN': '带格式的文字', en: 'Text with headings, lists and links' } },
  number: { icon: NumberOutlined, purpose: { 'zh-CN': '精确的数字', en: 'An exact number' } },
  money: { icon: DollarOutlined, purpose: { 'zh-CN': '带币种的金额', en: 'An amount in a currency' } },
  percent: { icon: PercentageOutlined, purpose: { 'zh-CN': '百分比，如折扣、赢率', en: 'A share, such as a discount' } },
  rating: { icon: StarOutlined, purpose: { 'zh-CN': '几颗星', en: 'A number of stars' } },
  progress: { icon: DashboardOutlined, purpose: { 'zh-CN': '完成了多少，从 0 到 100%', en: 'How far it is, from 0 to 100%' } },
  date: { icon: CalendarOutlined, purpose: { 'zh-CN': '某一天', en: 'A day' } },
  datetime: { icon: ClockCircleOutlined, purpose: { 'zh-CN': '某一时刻', en: 'A moment in time' } },
  time: { icon: FieldTimeOutlined, purpose: { 'zh-CN': '一天中的时刻，如营业时间', en: 'A time of day, such as opening hours' } },
  duration: { icon: HourglassOutlined, purpose: { 'zh-CN': '时长，如通话或工时', en: 'How long something takes' } },
  checkbox: { icon: CheckSquareOutlined, purpose: { 'zh-CN': '是或否', en: 'Yes or no' } },
  select: { icon: DownCircleOutlined, purpose: { 'zh-CN': '从选项中选一个', en: 'One of a list of choices' } },
  multiSelect: { icon: TagsOutlined, purpose: { 'zh-CN': '从选项中选多个', en: 'Several of a list of choices' } },
  phone: { icon: PhoneOutlined, purpose: { 'zh-CN': '电话号码，可点击拨打', en: 'A number to call' } },
  email: { icon: MailOutlined, purpose: { 'zh-CN': '邮箱地址', en: 'An e-mail address' } },
  url: { icon: LinkOutlined, purpose: { 'zh-CN': '网址，可点击打开', en: 'An address on the web' } },
  idCard: { icon: IdcardOutlined, purpose: { 'zh-CN': '身份证号，校验末位', en: 'A Chinese identity card number, checked' } },
  region: { icon: EnvironmentOutlined, purpose: { 'zh-CN': '省、市、区', en: 'Province, city and district' } },
  address: { icon: GlobalOutlined, purpose: { 'zh-CN': '省市区和详细地址', en: 'Region and street' } },
  geoPoint: { icon: PushpinOutlined, purpose: { 'zh-CN': '经纬度', en: 'Latitude and longitude' } },
  autoNumber: { icon: FieldNumberOutlined, purpose: { 'zh-CN': '自动生成的流水号', en: 'A running number made by itself' } },
  member: { icon: UserOutlined, purpose: { 'zh-CN': '工作区的一位成员', en: 'A person of this workspace' } },
  members: { icon: TeamOutlined, purpose: { 'zh-CN': '工作区的多位成员', en: 'Several people of this workspace' } },
  department: { icon: ApartmentOutlined, purpose: { 'zh-CN': '一个部门', en: 'A department' } },
  file: { icon: PaperClipOutlined, purpose: { 'zh-CN': '附件', en: 'Files of any kind' } },
  image: { icon: PictureOutlined, purpose: { 'zh-CN': '图片', en: 'Pictures' } },
  signature: { icon: HighlightOutlined, purpose: { 'zh-CN': '手写签名', en: 'A signature drawn by hand' } },
  relation: { icon: NodeIndexOutlined, purpose: { 'zh-CN': '关联其他数据表的一条或多条记录', en: 'Points to records of another table' } },
  subform: { icon: TableOutlined, purpose: { 'zh-CN': '明细行，如订单明细', en: 'Rows of its own, such as order lines' } },
  formula: { icon: FunctionOutlined, purpose: { 'zh-CN': '由其他字段计算得出', en: 'Computed from other fields' } },
  lookup: { icon: EyeOutlined, purpose: { 'zh-CN': '显示关联记录的某个字段', en: 'Shows a field of the record it points to' } },
  rollup: { icon: CalculatorOutlined, purpose: { 'zh-CN': '对明细或相关记录求和、计数等', en: 'A sum or count over related rows' } },
  modifiedAt: { icon: HistoryOutlined, purpose: { 'zh-CN': '所选字段最后修改的时间', en: 'When chosen fields were last changed' } },
  modifiedBy: { icon: AuditOutlined, purpose: { 'zh-CN': '最后修改所选字段的人', en: 'Who last changed chosen fields' } },
  button: { icon: PlayCircleOutlined, purpose: { 'zh-CN': '一键修改字段、打开网址或发起流程', en: 'Sets fields, opens an address or starts a process' } },
};

export const FIELD_TYPE_GROUPS: readonly { readonly key: string; readonly label: LocalizedText; readonly types: readonly FieldTypeKey[] }[] = [
  { key: 'text', label: { 'zh-CN': '文本', en: 'Text' }, types: ['text', 'longText', 'richText', 'phone', 'email', 'url', 'idCard'] },
  { key: 'number', label: { 'zh-CN': '数字', en: 'Numbers' }, types: ['number', 'money', 'percent', 'rating', 'progress', 'autoNumber'] },
  { key: 'choice', label: { 'zh-CN': '日期与选择', en: 'Dates and choices' }, types: ['date', 'datetime', 'time', 'duration', 'checkbox', 'select', 'multiSelect'] },
  { key: 'place', label: { 'zh-CN': '地点与附件', en: 'Places and files' }, types: ['region', 'address', 'geoPoint', 'file', 'image', 'signature'] },
  { key: 'link', label: { 'zh-CN': '人员与关联', en: 'People and links' }, types: ['member', 'members', 'department', 'relation', 'subform'] },
  { key: 'computed', label: { 'zh-CN': '计算与操作', en: 'Computed and actions' }, types: ['formula', 'lookup', 'rollup', 'modifiedAt', 'modifiedBy', 'button'] },
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

interface FieldTypePickerProps {
  readonly value: FieldTypeKey | null;
  readonly onChange: (type: FieldTypeKey) => void;
  /** Why a type cannot be chosen; null when it can. */
  readonly reasonOf?: (type: FieldTypeKey) => string | null;
}

/** All types, each with what it is for; the chosen one is marked. */
export function FieldTypePicker({ value, onChange, reasonOf }: FieldTypePickerProps) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const typeLabel = useFieldTypeLabel();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const matches = (type: FieldTypeKey): boolean => wanted === '' || `${type} ${typeLabel(type)} ${label(FIELD_TYPE_INFO[type].purpose)}`.toLowerCase().includes(wanted);
  const groups = FIELD_TYPE_GROUPS.map((group) => ({ ...group, types: group.types.filter(matches) })).filter((group) => group.types.length > 0);
  return (
    <div className={styles.picker}>
      <Input allowClear prefix={<SearchOutlined />} aria-label={t('searchTypes')} placeholder={t('searchTypes')} value={search} onChange={(event) => setSearch(event.target.value)} />
      {groups.length === 0 ? <p className={styles.typePurpose}>{t('noTypes')}</p> : null}
      {groups.map((group) => (
        <section key={group.key}>
          <h3 className={styles.groupTitle}>{label(group.label)}</h3>
          <div className={styles.types}>
            {group.types.map((type) => {
              const reason = reasonOf?.(type) ?? null;
              return (
                <button key={type} type="button" className={styles.type} aria-pressed={type === value} aria-disabled={reason !== null} data-field-type={type} onClick={() => reason === null && onChange(type)}>
                  <FieldTypeIcon type={type} />
                  <span className={styles.typeText}>
                    <span className={styles.typeName}>{typeLabel(type)}</span>
                    <span className={styles.typePurpose}>{reason ?? label(FIELD_TYPE_INFO[type].purpose)}</span>
                  </span>
                </button>
              );
            })}
          </div>
        </section>
      ))}
    </div>
  );
}
