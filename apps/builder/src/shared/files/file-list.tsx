import { FileExcelOutlined, FileImageOutlined, FileOutlined, FilePdfOutlined, FilePptOutlined, FileTextOutlined, FileWordOutlined, FileZipOutlined } from '@ant-design/icons';
import type { ComponentType, ReactNode } from 'react';
import type { FileValue } from '@tessera/contract';
import { useLocale, useTexts } from '../i18n/index.ts';
import { type FilePlace } from './file-place.ts';
import { fileUrl } from './file-url.ts';
import { formatBytes } from './format-bytes.ts';
import { fileTexts } from './texts.ts';
import styles from './files.module.css';

interface FileListProps {
  readonly files: readonly FileValue[];
  /** Where each is read; without it there is nothing to open. */
  readonly place: ((file: FileValue) => FilePlace) | null;
  /** Beside a file, such as a button that removes it. */
  readonly action?: (file: FileValue) => ReactNode;
}

/** Files with their kind, name and size; the name saves it. */
export function FileList({ files, place, action }: FileListProps) {
  const t = useTexts(fileTexts);
  const locale = useLocale();
  return (
    <ul className={styles.list}>
      {files.map((file) => (
        <li key={file.id} className={styles.file}>
          <FileIcon type={file.type} />
          {place ? (
            <a className={styles.name} href={fileUrl(place(file), file.id)} download={file.name} title={t('download', { name: file.name })} onClick={(event) => event.stopPropagation()}>
              {file.name}
            </a>
          ) : (
            <span className={styles.name}>{file.name}</span>
          )}
          <span className={styles.size}>{formatBytes(file.size, locale)}</span>
          {action?.(file)}
        </li>
      ))}
    </ul>
  );
}

/** One line for a cell: the first name, and how many more. */
export function FileSummary({ files }: { files: readonly FileValue[] }) {
  const [first] = files;
  if (!first) return null;
  return (
    <span className={styles.summary} title={files.map(({ name }) => name).join('\n')}>
      <FileIcon type={first.type} />
      <span className={styles.cut}>{first.name}</span>
      {files.length > 1 ? <span className={styles.more}>+{files.length - 1}</span> : null}
    </span>
  );
}

const KINDS: readonly (readonly [RegExp, ComponentType<{ className?: string }>, string])[] = [
  [/pdf$/, FilePdfOutlined, 'red'],
  [/^image\//, FileImageOutlined, 'violet'],
  [/sheet|excel|csv/, FileExcelOutlined, 'green'],
  [/word/, FileWordOutlined, 'blue'],
  [/presentation|powerpoint/, FilePptOutlined, 'orange'],
  [/zip|rar|7z|compressed/, FileZipOutlined, 'grey'],
  [/^text\/|json/, FileTextOutlined, 'grey'],
];

export function FileIcon({ type }: { type: string }) {
  const [, Icon, colour] = KINDS.find(([pattern]) => pattern.test(type)) ?? [null, FileOutlined, 'grey'];
  return (
    <span className={styles.icon} data-colour={colour} aria-hidden>
      <Icon />
    </span>
  );
}
