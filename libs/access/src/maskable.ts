import type { FieldModel } from '@tessera/model';

/** Values that are kept with the record and can be shown in part: nothing computed, no rows, records, files, and none of the system's own. */
export const isMaskable = ({ system, computed, type }: FieldModel): boolean =>
  !system && !computed && type.computes === null && type.refersTo === null && type.pointsTo !== 'file' && type.valueKind !== 'none' && type.stamps === null;
