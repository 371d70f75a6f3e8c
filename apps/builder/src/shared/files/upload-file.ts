/** One upload with its progress, which fetch does not tell. The bytes are streamed from the file. */

import type { UploadedFile } from '@tessera/contract';
import { errorOfAnswer, requestHeaders } from '../api/call.ts';
import { routes, unreachable } from '../api/index.ts';
import { urlOf } from '../api/url.ts';

interface UploadOptions {
  readonly entity: string;
  readonly field: string;
  readonly signal?: AbortSignal;
  /** 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

export function uploadFile(file: Blob & { readonly name?: string }, { entity, field, signal, onProgress }: UploadOptions): Promise<UploadedFile> {
  const { method, path } = routes.uploadFile;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, urlOf(path, {}, { fileName: file.name || 'file', entity, field }));
    for (const [name, value] of Object.entries(requestHeaders(routes.uploadFile))) request.setRequestHeader(name, value);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText) as UploadedFile);
      else reject(errorOfAnswer(request.status, request.responseText));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
