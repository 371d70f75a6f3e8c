/**
 * CSV (RFC 4180) in UTF-8 with a byte order mark. A cell that a spreadsheet would run as a formula is disarmed with an
 * apostrophe (OWASP, CSV injection); numbers stay numbers.
 */

import { BYTE_ORDER_MARK, csvLine, disarmed } from '../../platform/csv-text.ts';
import { cellText, headingOf, MaskedCell, type ExportTable } from './export-file.ts';

export async function* csvFile(table: ExportTable): AsyncGenerator<Buffer> {
  const { columns, locale } = table;
  yield Buffer.from(BYTE_ORDER_MARK + csvLine(columns.map((column) => disarmed(headingOf(column, locale)))));
  for await (const batch of table.rows) {
    const lines = batch.map((row) =>
      csvLine(
        columns.map((column, index) => {
          const text = cellText(column, row[index], table);
          return column.field.valueType.valueKind === 'decimal' && !(row[index] instanceof MaskedCell) ? text : disarmed(text);
        }),
      ),
    );
    yield Buffer.from(lines.join(''));
  }
}
