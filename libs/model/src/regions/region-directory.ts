/** From a tree of divisions to what fields ask of it: the way to a code, and the region that a text begins with. */

import type { RegionDirectory, RegionNode } from '../values/regions.ts';

/** Codes of two, four and six digits; longer ones (streets) are left out. */
export interface Division {
  readonly code: string;
  readonly name: string;
  readonly children?: readonly Division[];
}

export function regionDirectory(divisions: readonly Division[]): RegionDirectory {
  const tree = divisions.map(nodeOf);
  const paths = new Map<string, readonly RegionNode[]>();
  const words = new Map<string, Word[]>();
  const add = (node: RegionNode, above: readonly RegionNode[]): void => {
    const path = [...above, node];
    paths.set(node.code, path);
    for (const word of wordsOf(node, path)) {
      const start = word.name.slice(0, 2);
      const known = words.get(start);
      if (known) known.push(word);
      else words.set(start, [word]);
    }
    for (const child of node.children ?? []) add(child, path);
  };
  for (const province of tree) add(province, []);
  return { tree, path: (code) => paths.get(code) ?? [], read: (text) => readRegion(words, text) };
}

function nodeOf({ code, name, children = [] }: Division): RegionNode {
  const below = children.filter((child) => child.code.length <= 6).map(nodeOf);
  return { code: code.padEnd(6, '0'), name, ...(below.length > 0 ? { children: below } : {}) };
}

/** One name by which people call a region. */
interface Word {
  readonly name: string;
  readonly full: boolean;
  readonly path: readonly RegionNode[];
}

const ENDINGS: readonly RegExp[] = [
  /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$/,
  /(?:(?:[\u4e00-\u9fff]{1,3}族)+自治州|地区|盟|市)$/,
  /(?:自治县|自治旗|新区|区|县|市|旗)$/,
];

function wordsOf(node: RegionNode, path: readonly RegionNode[]): Word[] {
  const short = node.name.replace(ENDINGS[path.length - 1] as RegExp, '');
  return [{ name: node.name, full: true, path }, ...(short.length >= 2 && short !== node.name ? [{ name: short, full: false, path }] : [])];
}

interface Reading {
  readonly path: readonly RegionNode[];
  readonly rest: string;
  readonly full: boolean;
}

const BETWEEN = /^[\s/\\,，、>›·|-]+/;

/**
 * The reading that leaves the least of the text; of equal ones that of the highest level, null when there are two. A
 * short name counts where another name or nothing follows: 上海路 is a street.
 */
function readRegion(words: ReadonlyMap<string, readonly Word[]>, text: string): { readonly code: string; readonly rest: string } | null {
  const readings = readingsOf(words, text.trimStart(), []).filter(({ rest, full }) => full || rest === '');
  const least = Math.min(...readings.map(({ rest }) => rest.length));
  const best = readings.filter(({ rest }) => rest.length === least);
  const level = Math.min(...best.map(({ path }) => path.length));
  const [found, ...others] = best.filter(({ path }) => path.length === level);
  const code = found?.path.at(-1)?.code;
  return found && code !== undefined && others.every(({ path }) => path.at(-1)?.code === code) ? { code, rest: found.rest } : null;
}

function readingsOf(words: ReadonlyMap<string, readonly Word[]>, text: string, within: readonly RegionNode[]): Reading[] {
  const above = within.at(-1);
  const fitting = (words.get(text.slice(0, 2)) ?? []).filter(({ name, path }) => path.length > within.length && (above === undefined || path[within.length - 1] === above) && text.startsWith(name));
  return fitting.flatMap(({ name, full, path }) =>
    restsAfter(text, name).flatMap((rest) => [{ path, rest, full }, ...(path.length < 3 && rest !== '' ? readingsOf(words, rest, path) : [])]),
  );
}

/** 北京市北京市朝阳区 names the municipality as its own city; 唐山市唐山市汉沽管理区 is a district that is called so. */
function restsAfter(text: string, name: string): string[] {
  const rest = text.slice(name.length).replace(BETWEEN, '');
  return rest.startsWith(name) && rest.length > name.length ? [rest, rest.slice(name.length).replace(BETWEEN, '')] : [rest];
}
