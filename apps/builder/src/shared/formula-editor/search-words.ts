/** Finding a name by what one types: its key, its label, or the label's pinyin. Pure but for a cache. */

import { pinyin } from 'pinyin-pro';

const spelled = new Map<string, readonly string[]>();

/** Full pinyin and its initials, for labels with Chinese characters. */
function pinyinOf(label: string): readonly string[] {
  const known = spelled.get(label);
  if (known) return known;
  const syllables = /\p{Script=Han}/u.test(label) ? pinyin(label, { toneType: 'none', type: 'array', v: true }).map((one) => one.toLowerCase()) : [];
  const words = syllables.length > 0 ? [syllables.join('').replace(/\s/g, ''), syllables.map((one) => one.trim().charAt(0)).join('')] : [];
  spelled.set(label, words);
  return words;
}

/** How well what is typed fits, 0 for not at all. */
export function fitOf(typed: string, key: string, label: string): number {
  const wanted = typed.toLowerCase();
  if (wanted === '') return 1;
  const names = [key.toLowerCase(), label.toLowerCase()];
  if (names.includes(wanted)) return 5;
  if (names.some((name) => name.startsWith(wanted))) return 4;
  if (pinyinOf(label).some((name) => name.startsWith(wanted))) return 3;
  if (names.some((name) => name.includes(wanted))) return 2;
  return wanted.length > 1 && pinyinOf(label).some((name) => name.includes(wanted)) ? 1 : 0;
}
