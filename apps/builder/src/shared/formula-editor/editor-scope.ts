/** What the editor knows of the names a formula may use: their types, what follows a point, and what people call them. */

import type { Locale } from '@tessera/contract';
import type { FormulaScope } from '@tessera/formula';

export interface EditorScope extends FormulaScope {
  /** What people call a path such as `account.owner` or `[order:account].amount`; undefined for a path of no name. */
  label?(path: string, locale: Locale): string | undefined;
}
