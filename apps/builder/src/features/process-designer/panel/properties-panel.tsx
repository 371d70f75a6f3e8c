/** The settings of what is selected on the canvas; the process itself when nothing is. Every edit goes over the modeler's command stack. */

import { Button, Tag } from 'antd';
import { assertNever, type LocalizedText } from '@tessera/contract';
import { SettingRow } from '../../../shared/design-kit/index.ts';
import { useLabel, useLocale, useTexts } from '../../../shared/i18n/index.ts';
import type { ElementSettings } from '../element-settings.ts';
import { processTexts } from '../texts.ts';
import { CommittedNames } from './committed-text.tsx';
import { FlowEditor } from './condition-editor.tsx';
import { usePanel } from './panel-context.ts';
import styles from './panel.module.css';
import { LaneEditor, ServiceTaskEditor, StartEditor, UserTaskEditor } from './task-editors.tsx';

export function PropertiesPanel({ settings }: { settings: ElementSettings }) {
  const t = useTexts(processTexts);
  const locale = useLocale();
  const { island } = usePanel();
  const gateway = settings.kind === 'other' ? GATEWAYS[settings.type] : undefined;
  // The canvas shows the person's own language in `name`, and keeps the other beside it.
  const names: LocalizedText = locale === 'en' ? { en: settings.name, 'zh-CN': settings.nameEn } : { 'zh-CN': settings.name, en: settings.nameEn };
  return (
    <div className={styles.panel}>
      <div className={styles.kind}>
        <h2>{t(gateway ? gateway.title : settings.kind === 'other' ? 'kind_element' : `kind_${settings.kind}`)}</h2>
        <Tag className={styles.id} title={t('id')}>{settings.id}</Tag>
      </div>
      <SettingRow label={t('name')}>
        <CommittedNames key={settings.id} name={t('name')} value={names} onCommit={(next) => island.setNames((locale === 'en' ? next.en : next['zh-CN']) ?? '', (locale === 'en' ? next['zh-CN'] : next.en) ?? '')} />
      </SettingRow>
      {gateway ? <p className={styles.hint}>{t(gateway.hint)}</p> : <KindSettings settings={settings} />}
    </div>
  );
}

const GATEWAYS: Readonly<Record<string, { readonly title: 'kind_exclusive' | 'kind_parallel'; readonly hint: 'gatewayExclusive' | 'gatewayParallel' }>> = {
  'bpmn:ExclusiveGateway': { title: 'kind_exclusive', hint: 'gatewayExclusive' },
  'bpmn:ParallelGateway': { title: 'kind_parallel', hint: 'gatewayParallel' },
};

function KindSettings({ settings }: { settings: ElementSettings }) {
  const t = useTexts(processTexts);
  switch (settings.kind) {
    case 'process':
      return <ProcessEntity entity={settings.entity} />;
    case 'start':
      return <StartEditor settings={settings} />;
    case 'userTask':
      return <UserTaskEditor settings={settings} />;
    case 'serviceTask':
      return <ServiceTaskEditor settings={settings} />;
    case 'flow':
      return <FlowEditor settings={settings} />;
    case 'lane':
      return <LaneEditor settings={settings} />;
    case 'end':
      return <p className={styles.hint}>{t(settings.terminates ? 'terminates' : 'ends')}</p>;
    case 'other':
      return null;
    default:
      return assertNever(settings);
  }
}

/** An imported file may name another entity, or none; the process keeps its own. */
function ProcessEntity({ entity: written }: { entity: string }) {
  const t = useTexts(processTexts);
  const label = useLabel();
  const { island, entity } = usePanel();
  const name = label(entity?.label) || entity?.key || '';
  return (
    <SettingRow label={t('entity')} hint={t('entityFixed')}>
      {entity && written !== entity.key ? (
        <Button onClick={() => island.setAttributes({ 'tessera:entity': entity.key })}>{t('useEntity', { entity: name })}</Button>
      ) : (
        <strong>{name}</strong>
      )}
    </SettingRow>
  );
}
