/** file, image and signature: uploaded at once, kept with the record when it is saved. The form holds `{ id }`, the context what they are called. */

import { useRef, useState, type DragEvent } from 'react';
import { Button } from 'antd';
import { CloseOutlined, DeleteOutlined, InboxOutlined, PlusOutlined } from '@ant-design/icons';
import type { FileValue } from '@tessera/contract';
import { FileList, ImageStrip, SignaturePad, acceptedKinds, fileStyles as styles, fileTexts, fileUrl, uploadFile, useUploads, type FilePlace, type FileRules, type Uploading } from '../../files/index.ts';
import { commonTexts, useTexts } from '../../i18n/index.ts';
import { useNotify } from '../../ui/index.ts';
import type { FieldWidgetProps } from '../form-context.ts';
import { useWidgetOptions } from './widget-options.ts';

export function FileWidget(props: FieldWidgetProps) {
  const { id, readonly, invalid, cell, label } = props;
  const t = useTexts(fileTexts);
  const { files, rules, place, add, remove, uploading, refused, room } = useFiles(props);
  if (readonly) return files.length > 0 ? <FileList files={files} place={place} /> : <span style={{ color: 'var(--t-text-3)' }}>—</span>;
  return (
    <div className={styles.field}>
      {files.length > 0 ? (
        <FileList
          files={files}
          place={place}
          action={(file) => <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('remove', { name: file.name })} onClick={() => remove(file.id)} />}
        />
      ) : null}
      <UploadsUnderWay uploading={uploading} />
      {room > 0 ? (
        <DropZone id={id} label={label} rules={rules} invalid={invalid} small={cell} multiple={room > 1} onFiles={add}>
          <InboxOutlined aria-hidden />
          <span>{cell ? t('choose') : t('dropHere')}</span>
          {cell ? null : <RulesText rules={rules} />}
        </DropZone>
      ) : null}
      <Refused reasons={refused} />
    </div>
  );
}

export function ImageWidget(props: FieldWidgetProps) {
  const { id, readonly, invalid, label } = props;
  const t = useTexts(fileTexts);
  const { files, rules, place, add, remove, uploading, refused, room } = useFiles(props);
  if (readonly) return files.length > 0 ? <ImageStrip files={files} place={place} /> : <span style={{ color: 'var(--t-text-3)' }}>—</span>;
  return (
    <div className={styles.field}>
      <ImageStrip files={files} place={place} action={(file) => <Button size="small" shape="circle" icon={<DeleteOutlined />} aria-label={t('remove', { name: file.name })} onClick={() => remove(file.id)} />}>
        {room > 0 ? (
          <li>
            <DropZone id={id} label={label} rules={rules} invalid={invalid} tile multiple={room > 1} onFiles={add}>
              <PlusOutlined aria-hidden />
              <span>{t('addImage')}</span>
            </DropZone>
          </li>
        ) : null}
      </ImageStrip>
      <UploadsUnderWay uploading={uploading} />
      {room > 0 ? <RulesText rules={rules} /> : null}
      <Refused reasons={refused} />
    </div>
  );
}

export function SignatureWidget(props: FieldWidgetProps) {
  const { id, field, onChange, readonly, invalid, label, context } = props;
  const t = useTexts(fileTexts);
  const common = useTexts(commonTexts);
  const notify = useNotify();
  const { files, place } = useFiles(props);
  const [signing, setSigning] = useState(false);
  const [saving, setSaving] = useState(false);
  const [first] = files;

  const keep = async (picture: Blob) => {
    setSaving(true);
    try {
      const file = await uploadFile(new File([picture], 'signature.png', { type: 'image/png' }), { entity: context.entityOf(field), field: field.key });
      context.files.set(file.id, file);
      onChange([{ id: file.id }]);
      setSigning(false);
    } catch (error) {
      notify.failed(error);
    } finally {
      setSaving(false);
    }
  };
  if (first && !signing) {
    return (
      <div className={styles.field} id={id}>
        <span className={styles.signature}>
          <img src={fileUrl(place(first), first.id, { inline: true })} alt={t('signature')} />
        </span>
        {readonly ? null : (
          <span className={styles.padActions}>
            <Button size="small" onClick={() => setSigning(true)}>
              {t('signAgain')}
            </Button>
            <Button size="small" type="text" onClick={() => onChange(null)}>
              {t('signClear')}
            </Button>
          </span>
        )}
      </div>
    );
  }
  if (readonly) return <span style={{ color: 'var(--t-text-3)' }}>—</span>;
  return <SignaturePad id={id} label={label} invalid={invalid} saving={saving} onDone={(picture) => void keep(picture)} onCancel={first ? () => setSigning(false) : undefined} cancelText={common('cancel')} />;
}

function useFiles(props: FieldWidgetProps) {
  const { field, value, onChange, context } = props;
  const rules = useWidgetOptions<FileRules>(props);
  const entity = context.entityOf(field);
  const ids = Array.isArray(value) ? (value as readonly { readonly id: string }[]).map((one) => one.id) : [];
  const files = ids.map((one): FileValue => context.files.get(one) ?? { id: one, name: one.slice(-6), size: 0, type: '' });
  // Several uploads may end before the form is drawn again.
  const latest = useRef(ids);
  latest.current = ids;
  const keep = (file: FileValue) => {
    context.files.set(file.id, file);
    latest.current = [...latest.current, file.id];
    onChange(latest.current.map((id) => ({ id })));
  };
  const { uploading, refused, add } = useUploads({ entity, field: field.key }, rules, keep);
  const room = rules.maxFiles - ids.length - uploading.length;
  return {
    files,
    rules,
    uploading,
    refused,
    room,
    place: (file: FileValue): FilePlace => ({ entity, record: context.savedFiles.get(file.id) ?? 'new', field: field.key }),
    add: (chosen: Iterable<File>) => add(chosen, room),
    remove: (id: string) => onChange(ids.length > 1 ? ids.filter((one) => one !== id).map((one) => ({ id: one })) : null),
  };
}

interface DropZoneProps {
  readonly id: string;
  readonly label: string;
  readonly rules: FileRules;
  readonly invalid: boolean;
  readonly multiple: boolean;
  readonly small?: boolean;
  readonly tile?: boolean;
  readonly onFiles: (files: Iterable<File>) => void;
  readonly children: React.ReactNode;
}

function DropZone({ id, label, rules, invalid, multiple, small, tile, onFiles, children }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <>
      <button
        type="button"
        id={id}
        className={tile ? styles.tile : styles.drop}
        data-over={over || undefined}
        data-small={small || undefined}
        data-invalid={invalid || undefined}
        aria-label={label}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        onPaste={(event) => event.clipboardData.files.length > 0 && onFiles([...event.clipboardData.files])}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={rules.accept.join(',')}
        data-field-input={id}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}

function UploadsUnderWay({ uploading }: { uploading: readonly Uploading[] }) {
  const t = useTexts(fileTexts);
  if (uploading.length === 0) return null;
  return (
    <ul className={styles.list}>
      {uploading.map(({ key, name, done, stop }) => (
        <li key={key} className={styles.file} aria-busy aria-label={t('uploading', { name })}>
          <span className={styles.name}>{name}</span>
          <span className={styles.progress} role="progressbar" aria-valuenow={Math.round(done * 100)}>
            <span style={{ width: `${done * 100}%` }} />
          </span>
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('stop', { name })} onClick={stop} />
        </li>
      ))}
    </ul>
  );
}

function Refused({ reasons }: { reasons: readonly string[] }) {
  return reasons.map((reason) => (
    <div key={reason} className={styles.failed} role="alert">
      {reason}
    </div>
  ));
}

function RulesText({ rules: { accept, maxMegabytes: megabytes } }: { rules: FileRules }) {
  const t = useTexts(fileTexts);
  const kinds = acceptedKinds(accept, (group) => t(`kind_${group}`));
  return <span className={styles.rules}>{accept.length === 0 ? t('rulesAny', { megabytes }) : t('rules', { kinds, megabytes })}</span>;
}
