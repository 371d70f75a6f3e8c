/**
 * Rows that were written without quotes around a text with commas ("Rua do Paço, 67"). When a row has just as many
 * cells too many as it has cells that begin with a space, each of those belongs to the one before it, and the row is
 * put together again. Any other row of another length is left alone, to be refused by its line.
 */

/** The cells as they were meant; the very same array when nothing was mended. */
export function mendRow(cells: readonly string[], columns: number): readonly string[] {
  const extra = cells.length - columns;
  if (extra <= 0 || cells.slice(1).filter(continues).length !== extra) return cells;
  return cells.reduce<string[]>((whole, cell, index) => {
    const before = whole.at(-1);
    if (index > 0 && before !== undefined && continues(cell)) whole[whole.length - 1] = `${before},${cell}`;
    else whole.push(cell);
    return whole;
  }, []);
}

const continues = (cell: string): boolean => /^ \S/.test(cell);
