/** What can be done with a list as a whole: import, export, trash, a new record. */

import { Suspense, lazy, useState } from 'react';
import { Button, Dropdown, Tooltip } from 'antd';
import { DownloadOutlined, FileDoneOutlined, ImportOutlined, MoreOutlined, PlusOutlined, RestOutlined, ShareAltOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { EXPORT_FORMATS, type EntityDocument, type ExportFormat, type ViewDocument } from '@tessera/contract';
import { call, callForFile, routes, saveFile } from '../../../shared/api/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { shareTexts } from '../../../shared/share-dialog/texts.ts';
import { ActionButton, useIsPhone, useNotify } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import { ExportsDrawer } from './exports-drawer.tsx';
import type { ListQuery } from './list-search.ts';
import { TrashDrawer } from './trash-drawer.tsx';
import { copyOf } from './use-record-list.ts';

const ShareDialog = lazy(async () => ({ default: (await import('../../../shared/share-dialog/share-dialog.tsx')).ShareDialog }));

/** More rows than that are written in the background: nobody waits for them at a page. */
export const IMMEDIATE_ROWS = 20_000;

interface ListActionsProps {
  readonly entity: EntityDocument;
  /** The view that is shown, where it is a saved one. */
  readonly view: ViewDocument | undefined;
  readonly query: ListQuery;
  /** Matching rows, when known. */
  readonly count: number | undefined;
}

export function ListActions({ entity, view, query, count }: ListActionsProps) {
  const t = useTexts(recordTexts);
  const share = useTexts(shareTexts);
  const label = useLabel();
  const ability = useAbility();
  const router = useRouter();
  const notify = useNotify();
  const queries = useQueryClient();
  const isPhone = useIsPhone();
  const [drawer, setDrawer] = useState<'exports' | 'trash' | 'share' | null>(null);
  const name = label(entity.label);
  const plural = label(entity.labelPlural ?? entity.label);
  const exporting = useMutation({
    mutationFn: async (format: ExportFormat) => {
      if (count !== undefined && count > IMMEDIATE_ROWS) {
        await call(routes.startExport, { body: { entity: entity.key, format, ...copyOf(query) } });
        return null;
      }
      return callForFile(routes.exportRecords, { params: { entity: entity.key }, body: { format, ...copyOf(query) } });
    },
    onSuccess: async (file, format) => {
      if (file === null) {
        await queries.invalidateQueries({ queryKey: ['exports'] });
        setDrawer('exports');
        return;
      }
      const fileName = file.fileName ?? `${plural}.${format}`;
      saveFile(file.blob, fileName);
      notify.done(t('exportDone', { name: fileName }));
    },
    onError: notify.failed,
  });
  const mayExport = ability.can('export', entity.key);
  const mayImport = ability.can('import', entity.key);
  const item = (text: string, reason: string | null) => (reason ? <Tooltip title={reason} placement="left"><span>{text}</span></Tooltip> : text);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'import', icon: <ImportOutlined />, label: item(t('import'), mayImport ? null : t('noImport', { entity: plural })), disabled: !mayImport, onClick: () => router.history.push(`/import?entity=${entity.key}`) },
            { type: 'divider' },
            ...EXPORT_FORMATS.map((format) => ({
              key: format,
              icon: <DownloadOutlined />,
              label: item(t(`export_as_${format}`), mayExport ? null : t('noExport', { entity: plural })),
              disabled: !mayExport || exporting.isPending,
              onClick: () => exporting.mutate(format),
            })),
            { key: 'exports', icon: <FileDoneOutlined />, label: t('exports'), disabled: !mayExport, onClick: () => setDrawer('exports') },
            ...(view && ability.can('share', entity.key) ? [{ type: 'divider' as const }, { key: 'share', icon: <ShareAltOutlined />, label: share('shareView'), onClick: () => setDrawer('share') }] : []),
            { type: 'divider' },
            { key: 'trash', icon: <RestOutlined />, label: t('trash'), onClick: () => setDrawer('trash') },
          ],
        }}
      >
        <Button icon={<MoreOutlined />} loading={exporting.isPending} aria-label={t('more')} />
      </Dropdown>
      <ActionButton type="primary" icon={<PlusOutlined />} reason={ability.can('create', entity.key) ? null : t('noCreate', { entity: name })} onClick={() => router.history.push(`/records/${entity.key}/new`)}>
        {isPhone ? null : t('create', { entity: name })}
      </ActionButton>
      <Suspense>{drawer === 'share' && view ? <ShareDialog shared={{ kind: 'view', entity, name: label(view.label), document: view.key }} onClose={() => setDrawer(null)} /> : null}</Suspense>
      {drawer === 'exports' ? <ExportsDrawer onClose={() => setDrawer(null)} /> : null}
      {drawer === 'trash' ? <TrashDrawer entity={entity} onClose={() => setDrawer(null)} /> : null}
    </>
  );
}
