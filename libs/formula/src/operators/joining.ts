/** a & b: one text; a blank joins as nothing. */

import { anything, type FunctionSpec } from '../functions/function-spec.ts';
import { joined, joinedSql } from '../functions/texts.ts';

export const joiningOperators: readonly FunctionSpec[] = [
  {
    name: '&',
    doc: { en: 'Joins into one text.', 'zh-CN': '连接成文本。' },
    signatures: [{ params: [anything('left side', '左边'), anything('right side', '右边')], result: 'text' }],
    js: (args, call) => joined(args, call.argTypes, call.timeZone),
    sql: joinedSql,
  },
];
