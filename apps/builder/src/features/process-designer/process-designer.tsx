/**
 * The process designer: canvas, properties and problems around one draft. The modeler is an island; this file
 * carries texts between it, the compiler and the server.
 */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button, Drawer, Dropdown, Modal, Spin, Tag } from 'antd';
import { DownloadOutlined, FileImageOutlined, HistoryOutlined, MoreOutlined, RedoOutlined, SettingOutlined, UndoOutlined, UploadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ProcessDesign, VersionedEntity, VersionedForm } from '@tessera/contract';
import { ADMIN_ROLE } from '@tessera/contract';
import { ZoomButtons } from '../../shared/bpmn/diagram-view.tsx';
import { designTexts, fieldLabels, rolesQuery, useLeaveGuard } from '../../shared/design-kit/index.ts';
import { commonTexts, useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { ActionButton, EntityIcon, ErrorProblems, Page, PageHeader, ProblemList, useIsPhone, useNotify } from '../../shared/ui/index.ts';
import { PanelProvider, type PanelContext } from './panel/panel-context.ts';
import { PropertiesPanel } from './panel/properties-panel.tsx';
import styles from './process-designer.module.css';
import { processEnv } from './process-env.ts';
import { download } from './process-files.ts';
import { comparableNames, processScope } from './process-names.ts';
import { isUnreadable, withRefused } from './process-problems.ts';
import { ProblemsPanel } from './problems-panel.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { processTexts } from './texts.ts';
import { lint, useLint } from './use-lint.ts';
import { useModeler } from './use-modeler.ts';
import { useProcessDraft } from './use-process-draft.ts';
import { VersionsDrawer } from './versions-drawer.tsx';
import type { ProcessProblem } from '@tessera/process';

interface ProcessDesignerProps {
  readonly stored: ProcessDesign;
  readonly entities: readonly VersionedEntity[];
  readonly forms: readonly VersionedForm[];
}

/** What is open on the canvas; another `file` opens another text. */
interface OpenFile {
  readonly file: string;
  readonly xml: string;
}

export function ProcessDesigner({ stored, entities: versioned, forms }: ProcessDesignerProps) {
  const t = useTexts(processTexts);
  const design = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const locale = useLocale();
  const notify = useNotify();
  const phone = useIsPhone();
  const roles = useQuery({ ...rolesQuery, retry: false });
  const [open, setOpen] = useState<OpenFile>({ file: 'stored', xml: stored.draftXml });
  const [xml, setXml] = useState(stored.draftXml);
  const [changed, setChanged] = useState(false);
  const [dialog, setDialog] = useState<'publish' | 'versions' | 'properties' | null>(null);
  const [unreadable, setUnreadable] = useState<readonly ProcessProblem[] | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  /** What an imported file that cannot be drawn gives way to again. */
  const beforeImport = useRef<{ readonly xml: string; readonly changed: boolean } | null>(null);

  const show = useCallback((file: string, text: string, isChange: boolean) => {
    setOpen({ file, xml: text });
    setXml(text);
    setChanged(isChange);
  }, []);
  const draft = useProcessDraft({
    stored,
    onDone: (deed, saved) => {
      setChanged(false);
      setDialog(null);
      notify.done(deed === 'publish' ? t('published', { version: saved.version }) : t('draftSaved'));
    },
    onReload: (latest) => show(`reloaded-${latest.draftVersion}`, latest.draftXml, false),
  });
  const { process } = draft;
  useLeaveGuard(changed);

  const { attach, handle, error } = useModeler({
    ...open,
    locale,
    onChange: (text) => {
      setXml(text);
      setChanged(true);
      draft.forgetRefused();
    },
  });

  const opened = handle !== null;
  useEffect(() => {
    const before = beforeImport.current;
    if (!before || (!opened && !error)) return;
    beforeImport.current = null;
    if (opened) {
      notify.done(t('imported'));
      return;
    }
    setUnreadable([{ element: null, name: null, code: 'NOT_DRAWN', severity: 'error', message: { en: processTexts.t('openFailed'), 'zh-CN': processTexts.t('openFailed') } }]);
    show(`restored-${Date.now()}`, before.xml, before.changed);
  }, [opened, error, notify, t, show]);

  const entities = useMemo(() => versioned.map((item) => item.document), [versioned]);
  const entity = entities.find((candidate) => candidate.key === process.entity);
  const roleOptions = useMemo(() => roles.data?.map(({ document }) => ({ value: document.key, label: label(document.label) })).filter((role) => role.value !== ADMIN_ROLE) ?? null, [roles.data, label]);
  const env = useMemo(() => processEnv({ entities, roles: roles.data?.map((item) => item.document.key) ?? null, forms: forms.map((form) => form.document.key) }), [entities, roles.data, forms]);
  const found = useLint(xml, env);
  const problems = useMemo(() => (found ? withRefused(found, draft.refused) : null), [found, draft.refused]);
  const island = handle?.island ?? null;
  useEffect(() => {
    if (island && problems) island.markProblems(problems);
  }, [island, problems]);

  const userTasks = handle?.snapshot.userTasks.join(' ') ?? '';
  const panel = useMemo((): PanelContext | null => {
    if (!island) return null;
    const recordScope = env.fields(process.entity) ?? { names: {} };
    const scope = processScope(recordScope, userTasks.split(' ').filter(Boolean));
    const words = { last: t('outcome'), of: (task: string) => t('outcomeOf', { task }), value: (outcome: 'approve' | 'reject' | 'complete') => t(`outcome_${outcome}`) };
    const comparable = comparableNames(scope, entity, locale, words);
    const labels = { ...(entity ? fieldLabels(entity, locale) : {}), ...Object.fromEntries(comparable.map((name) => [name.name, name.label])) };
    const formOptions = forms.filter((form) => form.document.entity === process.entity).map(({ document }) => ({ value: document.key, label: label(document.label) }));
    return { island, entity, roles: roleOptions, forms: formOptions, scope, recordScope, labels, comparable };
  }, [island, env, process.entity, entity, userTasks, locale, roleOptions, forms, label, t]);

  const showElement = (element: string): void => {
    setDialog(null);
    island?.select(element);
  };
  const send = async (how: (text: string) => void): Promise<void> => {
    if (island) how(await island.toXml());
  };
  const importFile = async (file: File): Promise<void> => {
    const text = await file.text();
    const problemsOfFile = await lint(text, env);
    if (isUnreadable(problemsOfFile)) {
      setUnreadable(problemsOfFile);
      return;
    }
    beforeImport.current = { xml, changed };
    show(`imported-${Date.now()}`, text, true);
  };

  const properties = panel && handle?.snapshot.settings ? (
    <PanelProvider value={panel}>
      <PropertiesPanel key={handle.snapshot.settings.id} settings={handle.snapshot.settings} />
    </PanelProvider>
  ) : null;

  return (
    <Page
      fill
      width="full"
      header={
        <PageHeader
          icon={<EntityIcon entity={entity ?? {}} size={32} />}
          above={<Link to="/design/processes">{t('title')}</Link>}
          title={label(process.label)}
          beside={
            <>
              {phone ? null : process.version === 0 ? <Tag>{t('neverPublished')}</Tag> : <Tag color="green">{t('version', { version: process.version })}</Tag>}
              {changed && !phone ? <Tag color="warning">{design('unsaved')}</Tag> : null}
            </>
          }
          actions={
            <>
              {phone ? null : (
                <>
                  <Button icon={<UndoOutlined />} aria-label={design('undo')} disabled={!handle?.snapshot.canUndo} onClick={() => island?.undo()} />
                  <Button icon={<RedoOutlined />} aria-label={design('redo')} disabled={!handle?.snapshot.canRedo} onClick={() => island?.redo()} />
                </>
              )}
              <Button icon={<HistoryOutlined />} aria-label={t('versions')} onClick={() => setDialog('versions')} />
              <Dropdown
                trigger={['click']}
                menu={{
                  items: [
                    { key: 'import', icon: <UploadOutlined />, label: t('importFile'), onClick: () => picker.current?.click() },
                    { key: 'bpmn', icon: <DownloadOutlined />, label: t('exportFile'), onClick: () => void send((text) => download(`${process.key}.bpmn`, 'application/xml', text)) },
                    { key: 'svg', icon: <FileImageOutlined />, label: t('exportImage'), onClick: () => void island?.toSvg().then((svg) => download(`${process.key}.svg`, 'image/svg+xml', svg)) },
                  ],
                }}
              >
                <Button icon={<MoreOutlined />} aria-label={common('more')} />
              </Dropdown>
              {phone && !changed ? null : (
                <ActionButton reason={changed ? null : t('noChanges')} loading={draft.busy === 'save'} onClick={() => void send(draft.save)}>
                  {t('saveDraft')}
                </ActionButton>
              )}
              <Button type="primary" disabled={!island || !problems} onClick={() => setDialog('publish')}>
                {t('publish')}
              </Button>
            </>
          }
        />
      }
    >
      <input
        ref={picker}
        type="file"
        accept=".bpmn,.xml"
        hidden
        data-testid="bpmn-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) void importFile(file);
        }}
      />
      {draft.error && dialog !== 'publish' ? (
        <div className={styles.banner}>
          <ErrorProblems error={draft.error} />
        </div>
      ) : null}
      {phone ? <p className={styles.phoneHint}>{t('phoneHint')}</p> : null}
      <div className={styles.panes}>
        <div className={styles.middle}>
          <div className={styles.canvasFrame}>
            <div ref={attach} className={styles.canvas} role="application" aria-label={t('canvas')} data-ready={island ? true : undefined} />
            {error ? (
              <div className={styles.banner}>
                <ProblemList title={t('openFailed')} hint={error.message} problems={(found ?? []).map((problem) => ({ message: problem.message[locale], severity: problem.severity }))} />
              </div>
            ) : island ? (
              <ZoomButtons island={island} />
            ) : (
              <Spin className={styles.spin} />
            )}
          </div>
          <ProblemsPanel problems={problems} onShow={showElement} />
        </div>
        {phone ? null : <aside className={styles.side} aria-label={t('properties')}>{properties}</aside>}
      </div>
      {phone ? (
        <div className={styles.phoneBar}>
          <Button block icon={<SettingOutlined />} onClick={() => setDialog('properties')}>{t('properties')}</Button>
        </div>
      ) : null}
      <Drawer open={phone && dialog === 'properties'} placement="bottom" size="70%" title={t('properties')} onClose={() => setDialog(null)}>
        {properties}
      </Drawer>
      {dialog === 'publish' && problems ? (
        <PublishDialog
          version={process.version}
          problems={problems}
          publishing={draft.busy === 'publish'}
          error={draft.error}
          onPublish={() => void send(draft.publish)}
          onShow={showElement}
          onCancel={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'versions' ? (
        <VersionsDrawer
          process={process}
          onClose={() => setDialog(null)}
          onRestore={(version, text) => {
            show(`version-${version}-${Date.now()}`, text, true);
            setDialog(null);
            notify.done(t('restored', { version }));
          }}
        />
      ) : null}
      <Modal open={unreadable !== null} centered title={t('importFailed')} footer={<Button onClick={() => setUnreadable(null)}>{common('close')}</Button>} onCancel={() => setUnreadable(null)}>
        <ProblemList problems={(unreadable ?? []).map((problem) => ({ message: problem.message[locale] }))} />
      </Modal>
    </Page>
  );
}
