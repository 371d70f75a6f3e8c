/** Whether a file may go to a field, said before it is sent. The server looks inside the file and has the last word. Pure. */

export interface FileRules {
  readonly maxFiles: number;
  readonly maxMegabytes: number;
  /** Endings (`.pdf`) and media types (`image/*`); empty for any. */
  readonly accept: readonly string[];
}

export type FileRefusal = 'tooLarge' | 'wrongKind';

/** `type` as the browser guesses it; '' when it does not. */
export function fileFits(file: { readonly name: string; readonly size: number; readonly type: string }, { maxMegabytes, accept }: FileRules): FileRefusal | null {
  if (file.size > maxMegabytes * 1024 * 1024) return 'tooLarge';
  if (accept.length === 0 || file.type === '') return null;
  const name = file.name.toLowerCase();
  const fits = accept.some((one) => {
    const wanted = one.toLowerCase();
    if (wanted.startsWith('.')) return name.endsWith(wanted);
    return wanted.endsWith('/*') ? file.type.startsWith(wanted.slice(0, -1)) : file.type === wanted;
  });
  return fits ? null : 'wrongKind';
}
