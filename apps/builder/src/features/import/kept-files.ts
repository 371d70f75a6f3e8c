/** Files chosen on this page, by the import they were uploaded for: another sheet of a workbook is read from the same file. */

const files = new Map<string, File>();

export const keepFile = (id: string, file: File): void => void files.set(id, file);
/** Undefined after the page was loaded again: the person then chooses the file once more. */
export const keptFile = (id: string): File | undefined => files.get(id);
