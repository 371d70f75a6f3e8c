/**
 * The grammar, in Lezer's notation. One grammar serves the checker and the editor; precedence is that of
 * spreadsheets (a sign binds tighter than ^). Full-width signs, as Chinese keyboards type them, mean the
 * same as the half-width ones. The parser tables are built on first use.
 */

import { buildParser } from '@lezer/generator';
import type { LRParser } from '@lezer/lr';

const grammar = String.raw`
@precedence { percent, sign, power @left, times @left, plus @left, join @left, compare @left }

@top Formula { Compare? expression }

expression { Number | Text | Name | Call | Group | Sign | Percent | Binary }

Call { Callee Open (expression (Comma expression)*)? Close }
Callee { Name }
Group { Open expression Close }
Sign { Minus !sign expression }
Percent { expression !percent PercentSign }
Binary {
  expression !power Power expression |
  expression !times Times expression |
  expression !plus (Plus | Minus) expression |
  expression !join Join expression |
  expression !compare Compare expression
}

@skip { space }

@tokens {
  space { $[ \t\r\n\u00a0\u3000]+ }
  Number { @digit+ ("." @digit+)? | "." @digit+ }
  Text { '"' (!["] | '""')* '"' | "“" ![”]* "”" }
  nameStart { $[a-zA-Z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u{20000}-\u{3ffff}] }
  nameWord { nameStart (nameStart | @digit)* }
  related { "[" nameWord ":" nameWord "]" }
  Name { (nameWord | related) ("." (nameWord | related))* }
  Open { "(" | "（" }
  Close { ")" | "）" }
  Comma { "," | "，" }
  Plus { "+" | "＋" }
  Minus { "-" | "－" | "−" }
  Times { $[*/×÷＊／] }
  Power { "^" }
  Join { "&" | "＆" }
  PercentSign { "%" | "％" }
  Compare { "=" | "==" | "＝" | "<>" | "!=" | "≠" | "<" | "＜" | "<=" | "≤" | ">" | "＞" | ">=" | "≥" }
}
`;

let parser: LRParser | undefined;

/** The Lezer parser; the tables are built once, in about 20 ms. */
export function formulaParser(): LRParser {
  parser ??= buildParser(grammar, { fileName: 'formula' });
  return parser;
}
