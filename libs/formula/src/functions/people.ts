/** Who is asking. */

import type { FunctionSpec } from './function-spec.ts';

export const peopleFunctions: readonly FunctionSpec[] = [
  {
    name: 'ME',
    doc: { en: 'The member who is asking, e.g. owner = ME().', 'zh-CN': '当前成员，如 owner = ME()。' },
    signatures: [{ params: [], result: 'text' }],
    context: 'me',
    js: (_, call) => call.me,
    sql: (call) => call.me(),
  },
];

