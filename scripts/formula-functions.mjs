/**
 * `npm run docs:formulas`: writes docs/formulas.md, the functions that formulas may use, from the registry of the
 * formula library. A spec compares the file with `formulasPage()`, so it is never out of date.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensure, root } from './ensure.mjs';

export const page = join(root, 'docs/formulas.md');

const GROUPS = {
  logic: ['Logic', '逻辑'],
  number: ['Numbers', '数字'],
  statistics: ['Statistics and criteria', '统计与条件汇总'],
  list: ['Lists', '列表'],
  text: ['Texts', '文本'],
  date: ['Dates and times', '日期与时间'],
  people: ['People', '人员'],
  china: ['China', '中国'],
};

/** Markdown. */
export async function formulasPage() {
  const { listFunctions } = await import('@tessera/formula');
  const functions = listFunctions();
  return [
    '# Formula functions',
    '',
    'Written by `npm run docs:formulas`; do not edit. What values are, and what blank means, is told in',
    '[the formula library](../libs/formula/README.md). A parameter in square brackets may be left out; `…` repeats.',
    `There are ${functions.length}.`,
    ...Object.entries(GROUPS).flatMap(([group, [en, zh]]) => [
      '',
      `## ${en} · ${zh}`,
      '',
      '| function | gives | what it does | 说明 |',
      '|---|---|---|---|',
      ...functions.filter((one) => one.group === group).map((one) => `| ${forms(one)} | ${one.result ?? 'type of the values'} | ${cell(one.doc.en)} | ${cell(one.doc['zh-CN'])} |`),
    ]),
    '',
  ].join('\n');
}

const forms = ({ name, forms: all }) => [...new Set(all.map((form) => `\`${name}(${params(form)})\``))].join('<br>');

function params({ params: all }) {
  const written = all.map((param) => (param.optional ? `[${param.name.en}]` : param.name.en));
  const lastRepeated = all.findLastIndex((param) => param.repeats);
  if (lastRepeated >= 0) written.splice(lastRepeated + 1, 0, '…');
  return written.join(', ');
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('*', '\\*');

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  await ensure(import.meta.url);
  writeFileSync(page, await formulasPage());
}
