import { useState } from 'react';
import type { EntityDocument, FileValue, Ref } from '@tessera/contract';
import { useDesign } from '../app-model/use-design.ts';
import type { RecordFormContext } from './form-context.ts';

/** For a widget that stands alone, outside of a record's form: it knows the entity, and nothing of other fields. */
export function useFieldContext(entity: EntityDocument): RecordFormContext {
  const design = useDesign();
  const [refs] = useState(() => new Map<string, Ref>());
  const [files] = useState(() => new Map<string, FileValue>());
  return { entity, design, refs, files, savedFiles: new Map(), values: {}, entityOf: () => entity.key, live: { values: {}, rows: {} }, masks: new Map(), onReplace: () => {}, serverProblems: new Map(), localProblems: new Map() };
}
