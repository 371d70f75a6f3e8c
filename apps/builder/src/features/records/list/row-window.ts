/** Which rows of a long list are drawn. Pure. */

export interface RowWindow {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

const OVERSCAN = 8;
/** So near to the end of what is loaded, more is asked for. */
const AHEAD = 15;

export function rowWindow(scrollTop: number, viewport: number, rowHeight: number, rows: number): RowWindow {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const visible = Math.ceil(viewport / rowHeight) + 1;
  const from = Math.max(0, Math.min(first - OVERSCAN, rows - visible));
  return { from, to: Math.min(rows, first + visible + OVERSCAN) };
}

/** Whether the end is near enough to ask for the next page. */
export const isNearEnd = (scrollTop: number, viewport: number, rowHeight: number, rows: number): boolean =>
  scrollTop + viewport > (rows - AHEAD) * rowHeight;

/** Whether rows before the first loaded one come into sight. `scrollTop` counts from the first loaded row. */
export const isNearStart = (scrollTop: number, rowHeight: number): boolean => scrollTop < AHEAD * rowHeight;

/** At the very top while the first rows are forgotten: faster to begin anew than to go back page by page. */
export const isJumpToStart = (scrollTop: number, rowHeight: number, skipped: number): boolean => skipped > 10 * AHEAD && scrollTop < 5 * rowHeight;
