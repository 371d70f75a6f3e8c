/** What a member may do, all roles and groups together: per table a line of actions, its fields below; each says where it comes from. */

import { useState } from 'react';
import { Button, Drawer, Input, Popover, Tag } from 'antd';
import { DownOutlined, QuestionCircleOutlined, RightOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { Capability, EntityRights, MemberRights, MemberView, RecordAction, ScopeText } from '@tessera/contract';
import { ACTION_GROUPS, GROUPED_ACTIONS, ScopeDot, accessTexts, beginsGroup } from '../../shared/access/index.ts';
import { call, routes } from '../../shared/api/index.ts';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { ExplainDialog, RightOrigin, explainTexts } from '../../shared/explain/index.ts';
import { MemberAvatar } from '../../shared/fields/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, EntityIcon, ErrorProblems, ListSkeleton, useIsPhone } from '../../shared/ui/index.ts';
import { ViewAsButton } from './view-as-button.tsx';
import styles from './rights.module.css';
import { rightsTexts } from './rights-texts.ts';

export function RightsDrawer({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const t = useTexts(rightsTexts);
  const explain = useTexts(explainTexts);
  const isPhone = useIsPhone();
  const { mainEntities } = useWorkspaceModel();
  const [asking, setAsking] = useState(false);
  const rights = useQuery({ queryKey: ['members', member.id, 'rights'], queryFn: ({ signal }) => call(routes.memberRights, { params: { id: member.id }, signal }), gcTime: 0 });
  return (
    <Drawer
      open
      size={isPhone ? '100%' : 'min(1080px, 92vw)'}
      onClose={onClose}
      title={
        <span className={styles.title}>
          <MemberAvatar id={member.id} name={member.name} size={28} />
          {t('title', { name: member.name })}
        </span>
      }
      extra={
        <span className={styles.tools}>
          <Button icon={<QuestionCircleOutlined />} aria-label={explain('title')} onClick={() => setAsking(true)}>
            {isPhone ? null : explain('title')}
          </Button>
          <ViewAsButton member={member} />
        </span>
      }
    >
      {rights.isPending ? <ListSkeleton rows={6} /> : rights.isError ? <ErrorProblems error={rights.error} /> : <Rights rights={rights.data} />}
      {asking ? <ExplainDialog entities={mainEntities} member={{ id: member.id, label: member.name }} onClose={() => setAsking(false)} /> : null}
    </Drawer>
  );
}

function Rights({ rights: { roles, capabilities, entities } }: { rights: MemberRights }) {
  const t = useTexts(rightsTexts);
  const access = useTexts(accessTexts);
  const isPhone = useIsPhone();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const wanted = search.trim().toLowerCase();
  const shown = entities.filter(({ label }) => label.toLowerCase().includes(wanted));
  const lines = shown.map((entity) => {
    const Line = isPhone ? RightsCard : RightsRow;
    return <Line key={entity.entity} rights={entity} open={open === entity.entity} onToggle={() => setOpen(open === entity.entity ? null : entity.entity)} />;
  });
  return (
    <div className={styles.rights}>
      <div className={styles.held}>
        {roles.length === 0 ? <span className={styles.hint}>{t('noRoles')}</span> : null}
        {roles.map(({ key, label, group }) => (
          <Tag key={`${key} ${group?.id ?? ''}`} color="processing">
            {group ? t('throughGroup', { role: label, group: group.label }) : label}
          </Tag>
        ))}
        {capabilities.map((capability) => (
          <Tag key={capability}>{access(`capability_${capability as Capability}`)}</Tag>
        ))}
      </div>
      {entities.length > 8 ? <Input className={styles.search} type="search" prefix={<SearchOutlined />} placeholder={t('search')} aria-label={t('search')} value={search} onChange={(event) => setSearch(event.target.value)} allowClear /> : null}
      {shown.length === 0 ? (
        <EmptyState small title={t('nothing')} text={t('nothingText')} />
      ) : isPhone ? (
        <ul className={styles.cards}>{lines}</ul>
      ) : (
        <div className={styles.scroller}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('table')}</th>
                {GROUPED_ACTIONS.map((action) => (
                  <th key={action} scope="col" className={styles.cell} data-begins={beginsGroup(action) || undefined}>
                    {access(`short_${action}`)}
                  </th>
                ))}
                <th scope="col" className={styles.cell} data-begins>{t('fields')}</th>
              </tr>
            </thead>
            <tbody>{lines}</tbody>
          </table>
        </div>
      )}
      <p className={styles.hint}>{t('cellHint')}</p>
    </div>
  );
}

interface LineProps {
  readonly rights: EntityRights;
  readonly open: boolean;
  readonly onToggle: () => void;
}

const NOTHING: ScopeText = { kind: 'none', text: '' };

function ActionCell({ rights, action, worded = false }: { rights: EntityRights; action: RecordAction; worded?: boolean }) {
  const t = useTexts(rightsTexts);
  const access = useTexts(accessTexts);
  const found = rights.actions.find((one) => one.action === action);
  const rows = found?.rows ?? NOTHING;
  const text = rows.text || t(`rows_${rows.kind}`);
  return (
    <Popover
      trigger="click"
      title={access(`action_${action}`)}
      content={
        <div className={styles.origin}>
          <p className={styles.rowsText}>{text}</p>
          {(found?.from ?? []).map((source, index) => (
            <RightOrigin key={index} source={source} />
          ))}
          {(found?.from ?? []).length === 0 ? <span className={styles.hint}>{t('noRule')}</span> : null}
        </div>
      }
    >
      <button type="button" className={worded ? styles.line : styles.button} aria-label={t('cellName', { action: access(`action_${action}`), entity: rights.label, rows: text })}>
        <ScopeDot state={rows.kind} />
        {worded ? (
          <>
            <span>{access(`action_${action}`)}</span>
            <span className={styles.lineText}>{text}</span>
          </>
        ) : null}
      </button>
    </Popover>
  );
}

/** How many fields are hidden or masked, which opens all of them. */
function FieldsButton({ rights, open, onToggle }: LineProps) {
  const t = useTexts(rightsTexts);
  const count = (level: string) => rights.fields.filter((field) => field.level === level).length;
  const parts = [...(count('none') > 0 ? [t('hidden', { count: count('none') })] : []), ...(count('masked') > 0 ? [t('maskedCount', { count: count('masked') })] : [])];
  return (
    <Button size="small" type="text" icon={open ? <DownOutlined /> : <RightOutlined />} aria-expanded={open} aria-label={t('showFields', { entity: rights.label })} onClick={onToggle}>
      {parts.length > 0 ? parts.join(' · ') : t('fieldCount', { count: rights.fields.length })}
    </Button>
  );
}

function EntityName({ rights }: { rights: EntityRights }) {
  const entity = useWorkspaceModel().entity(rights.entity);
  return (
    <span className={styles.entity}>
      {entity ? <EntityIcon entity={entity} size={24} /> : null}
      {rights.label}
    </span>
  );
}

function RightsRow(props: LineProps) {
  const { rights, open } = props;
  return (
    <>
      <tr data-entity={rights.entity}>
        <th scope="row"><EntityName rights={rights} /></th>
        {GROUPED_ACTIONS.map((action) => (
          <td key={action} className={styles.cell} data-begins={beginsGroup(action) || undefined}>
            <ActionCell rights={rights} action={action} />
          </td>
        ))}
        <td className={styles.cell} data-begins><FieldsButton {...props} /></td>
      </tr>
      {open ? (
        <tr className={styles.opened}>
          <td colSpan={GROUPED_ACTIONS.length + 2}><Fields rights={rights} /></td>
        </tr>
      ) : null}
    </>
  );
}

function RightsCard(props: LineProps) {
  const { rights, open } = props;
  const access = useTexts(accessTexts);
  return (
    <li className={styles.card} data-entity={rights.entity}>
      <EntityName rights={rights} />
      {ACTION_GROUPS.map(({ key, actions }) => (
        <div key={key} role="group" aria-label={access(`group_${key}`)}>
          {actions.map((action) => <ActionCell key={action} rights={rights} action={action} worded />)}
        </div>
      ))}
      <FieldsButton {...props} />
      {open ? <Fields rights={rights} /> : null}
    </li>
  );
}

const LEVEL_COLORS = { none: 'default', masked: 'warning', read: 'processing', write: 'success' } as const;

/** Each field with the most it is on any row, and on which rows where those are others than the record is read or changed on. */
function Fields({ rights }: { rights: EntityRights }) {
  const t = useTexts(rightsTexts);
  const rowsOf = (action: RecordAction) => rights.actions.find((one) => one.action === action)?.rows.text;
  const isUsual = ({ kind, text }: ScopeText, action: RecordAction) => kind !== 'some' || text === rowsOf(action);
  return (
    <ul className={styles.fields}>
      {rights.fields.map(({ field, label, level, read, masked, write }) => {
        const said = [
          ...(!isUsual(write, 'update') ? [t('writeOn', { rows: write.text })] : []),
          ...(!isUsual(read, 'read') ? [t('readOn', { rows: read.text })] : []),
          ...(masked && masked.kind !== 'none' && level !== 'masked' ? [t('maskedOn', { rows: masked.text })] : []),
        ];
        return (
          <li key={field} data-field={field} data-level={level}>
            <span className={styles.fieldName}>{label}</span>
            <Tag color={LEVEL_COLORS[level]}>{t(`level_${level}`)}</Tag>
            {said.length > 0 ? <span className={styles.hint}>{said.join(' · ')}</span> : null}
          </li>
        );
      })}
    </ul>
  );
}
