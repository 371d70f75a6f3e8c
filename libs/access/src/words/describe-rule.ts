/** A rule of a role in one sentence. */

import { textIn, type Locale, type Mask, type RecordAction, type RoleRule } from '@tessera/contract';
import { parseFilter, type Design } from '@tessera/model';
import { describeFilter, type DescribeEnv } from './describe-filter.ts';

const ACTIONS: Readonly<Record<Locale, Readonly<Record<RecordAction, string>>>> = {
  en: { read: 'read', create: 'create', update: 'change', delete: 'delete', export: 'export', import: 'import', print: 'print', share: 'share', comment: 'comment on', run: 'start processes on', design: 'design' },
  'zh-CN': { read: '读取', create: '新建', update: '修改', delete: '删除', export: '导出', import: '导入', print: '打印', share: '共享', comment: '评论', run: '发起流程', design: '设计' },
};

export const actionWord = (action: RecordAction, locale: Locale): string => ACTIONS[locale][action];

/** Fields that the reader may not know of are left out of the list, and counted. */
export function describeRule(design: Design, rule: RoleRule, env: DescribeEnv): string {
  const { locale } = env;
  const zh = locale === 'zh-CN';
  const comma = zh ? '、' : ', ';
  const every = rule.entity === '*';
  const entity = every ? (zh ? '所有实体' : 'every entity') : zh ? `“${entityLabel(design, rule.entity, locale)}”` : `"${entityLabel(design, rule.entity, locale)}"`;
  const actions = rule.actions.map((action) => ACTIONS[locale][action]).join(comma);
  const fields = rule.fields === undefined ? null : fieldNames(design, rule, env).join(comma);
  const where = rule.where === undefined ? null : conditionOf(design, rule, env);
  const shown = rule.mask ? maskWords(rule.mask, locale) : null;
  if (zh) return `${rule.effect === 'allow' ? '允许' : '禁止'}${actions}${entity}${fields === null ? '' : `的${fields}`}${shown === null ? '' : `（${shown}）`}${where === null ? '' : `，条件：${where}`}`;
  return `${rule.effect === 'allow' ? 'Allows to' : 'Forbids to'} ${actions} ${fields === null ? entity : `${fields} of ${entity}`}${shown === null ? '' : `, ${shown}`}${where === null ? '' : `, where ${where}`}`;
}

function conditionOf(design: Design, { entity: key, where }: RoleRule, env: DescribeEnv): string {
  const entity = key === '*' ? ([...design.entities.keys()][0] ?? key) : key;
  const parsed = parseFilter(design, entity, where, () => true, { formulas: true });
  return parsed.ok ? describeFilter(design, entity, parsed.value, env) : env.locale === 'en' ? 'a condition holds that is no longer right' : '条件已失效';
}

function fieldNames(design: Design, { entity: key, fields = [] }: RoleRule, { locale, isKnown }: DescribeEnv): string[] {
  const entities = key === '*' ? [...design.entities.values()] : [design.entities.get(key)].filter((model) => model !== undefined);
  const known = fields.flatMap((field) => {
    const model = entities.find((entity) => entity.fields.has(field) && (isKnown?.(entity.key, field) ?? true));
    return model ? [textIn(model.fields.get(field)?.document.label, locale)] : [];
  });
  const others = fields.length - known.length;
  if (others === 0) return known;
  return [...known, locale === 'en' ? `${others} other field${others === 1 ? '' : 's'}` : `其他 ${others} 个字段`];
}

const entityLabel = (design: Design, entity: string, locale: Locale): string => textIn(design.entities.get(entity)?.document.label, locale) || entity;

export function maskWords({ start, end, domain }: Mask, locale: Locale): string {
  if (locale === 'zh-CN') {
    const parts = [...(start > 0 ? [`前 ${start} 位`] : []), ...(end > 0 ? [`后 ${end} 位`] : []), ...(domain ? ['邮箱域名'] : [])];
    return parts.length === 0 ? '脱敏显示' : `脱敏显示，保留${parts.join('、')}`;
  }
  const parts = [...(start > 0 ? [`first ${start}`] : []), ...(end > 0 ? [`last ${end}`] : []), ...(domain ? ['domain of the e-mail'] : [])];
  return parts.length === 0 ? 'masked' : `masked but for the ${parts.join(', ')}`;
}
