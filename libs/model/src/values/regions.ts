/**
 * The administrative divisions of China by their six-digit codes (GB/T 2260). The names are data of a hundred
 * kilobytes, so they are not part of this lib's main entry: `@tessera/model/regions` holds them, and whoever needs
 * names, checks or imports calls `provideRegions(chinaRegions)` once. Without them codes are checked for their
 * form only, shown as they are, and cells must hold codes.
 */

export type RegionLevel = 'province' | 'city' | 'district';

export interface RegionNode {
  readonly code: string;
  readonly name: string;
  readonly children?: readonly RegionNode[];
}

export interface RegionDirectory {
  /** Provinces with their cities with their districts. */
  readonly tree: readonly RegionNode[];
  /** From the province to the region itself; empty when there is no such code. */
  path(code: string): readonly RegionNode[];
  /** The region a text begins with, in full or short names, and the rest of the text; null when it begins with none, or could mean two. */
  read(text: string): { readonly code: string; readonly rest: string } | null;
}

let provided: RegionDirectory | null = null;

/** Makes the directory known to region and address fields, from now on. Giving the same one again changes nothing. */
export function provideRegions(directory: RegionDirectory): void {
  provided = directory;
}

export const regions = (): RegionDirectory | null => provided;

export const isRegionCode = (text: string): boolean => /^[1-9]\d{5}$/.test(text) && !/^\d{2}00(?!00)/.test(text);

export const regionLevel = (code: string): RegionLevel => (code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'city' : 'district');

const DEPTHS: Readonly<Record<RegionLevel, number>> = { province: 1, city: 2, district: 3 };

/** Whether the code exists (as far as that is known) and goes as deep as `level` wants, or as deep as there is anything. */
export function isRegionOf(level: RegionLevel, code: string): boolean {
  if (!isRegionCode(code)) return false;
  if (provided === null) return true;
  const path = provided.path(code);
  const children = path.at(-1)?.children ?? [];
  return path.length > 0 && path.length <= DEPTHS[level] && (path.length === DEPTHS[level] || children.length === 0);
}

/** Names that stand for "the districts of this city" and are left out where people read. */
const PLACEHOLDERS = ['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'];

/** "江苏省南京市玄武区", "上海市浦东新区"; the code itself where names are not known. */
export function regionText(code: string): string {
  const path = provided?.path(code) ?? [];
  if (path.length === 0) return code;
  return path.filter(({ name }, index) => index === path.length - 1 || !PLACEHOLDERS.includes(name)).map(({ name }) => name).join('');
}
