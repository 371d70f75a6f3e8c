/** Keys from labels: pinyin for Chinese, letters without their accents, everything else an underscore. */

import { RESERVED_KEYS } from '@tessera/contract';
import { pinyin } from 'pinyin-pro';

const MAX_LENGTH = 48;

/** Always a valid, free key: what is taken or reserved gets a number. `taken` is asked for candidates in turn. */
export function deriveKey(label: string, taken: (key: string) => boolean): string {
  const stem = stemOf(label);
  const isFree = (key: string): boolean => !RESERVED_KEYS.includes(key) && !taken(key);
  if (isFree(stem)) return stem;
  for (let count = 2; ; count += 1) {
    const suffix = `_${count}`;
    const key = `${stem.slice(0, MAX_LENGTH - suffix.length).replace(/_+$/, '')}${suffix}`;
    if (isFree(key)) return key;
  }
}

function stemOf(label: string): string {
  const spelled = label
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/\p{Script=Han}+/gu, (word) => ` ${pinyin(word, { toneType: 'none', type: 'array', v: true }).join(' ')} `);
  const plain = spelled
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+/, '');
  const stem = (/^[a-z]/.test(plain) ? plain : plain === '' ? 'field' : `f_${plain}`).slice(0, MAX_LENGTH).replace(/_+$/, '');
  return stem === '' ? 'field' : stem;
}
