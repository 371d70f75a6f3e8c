import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { modifiedBy } from './index.ts';

describe('modifiedBy', () => {
  it('is a member that only the write door sets, and "me" can be asked for', () => {
    expect(modifiedBy).toMatchObject({ readOnly: true, stamps: 'by', valueKind: 'uuid', pointsTo: 'member', mayBeUnique: false, variables: ['me'] });
    expect(modifiedBy.column(field('m', 'modifiedBy'))).toBe('uuid');
  });
});
