import { Image } from 'antd';
import type { ReactNode } from 'react';
import type { FileValue } from '@tessera/contract';
import { useTexts } from '../i18n/index.ts';
import type { FilePlace } from './file-place.ts';
import { fileUrl } from './file-url.ts';
import { fileTexts } from './texts.ts';
import styles from './files.module.css';

interface ImageStripProps {
  readonly files: readonly FileValue[];
  readonly place: (file: FileValue) => FilePlace;
  /** `cell`: small ones in one line that open nothing. */
  readonly size?: 'cell' | 'full';
  readonly action?: (file: FileValue) => ReactNode;
  /** After the last one. */
  readonly children?: ReactNode;
}

/** Pictures as thumbnails; one opens all of them large. */
export function ImageStrip({ files, place, size = 'full', action, children }: ImageStripProps) {
  const t = useTexts(fileTexts);
  if (size === 'cell') {
    return (
      <span className={styles.thumbsLine}>
        {files.slice(0, 4).map((file) => (
          <img key={file.id} className={styles.small} src={fileUrl(place(file), file.id, { inline: true })} alt={file.name} loading="lazy" decoding="async" />
        ))}
        {files.length > 4 ? <span className={styles.more}>+{files.length - 4}</span> : null}
      </span>
    );
  }
  return (
    <Image.PreviewGroup>
      <ul className={styles.thumbs}>
        {files.map((file) => (
          <li key={file.id} className={styles.thumb}>
            <Image src={fileUrl(place(file), file.id, { inline: true })} alt={file.name} title={t('preview', { name: file.name })} loading="lazy" width={96} height={96} className={styles.picture} preview={{ mask: false }} />
            {action?.(file)}
          </li>
        ))}
        {children}
      </ul>
    </Image.PreviewGroup>
  );
}
