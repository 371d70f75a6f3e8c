/**
 * Which computed fields of a design have their values in a column just now (`entity.field`). It belongs to the database a
 * design was loaded from, not to the design, and is known wherever that design is used.
 */

import type { Design } from '@tessera/model';

const known = new WeakMap<Design, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

export const noteStoredFields = (design: Design, fields: ReadonlySet<string>): void => void known.set(design, fields);

export const storedFieldsOf = (design: Design): ReadonlySet<string> => known.get(design) ?? NONE;
