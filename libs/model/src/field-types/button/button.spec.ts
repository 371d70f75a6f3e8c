import { describe, expect, it } from '@jest/globals';
import { compileDesign } from '../../compile/compile-design.ts';
import { entity, field, galleryDesign } from '../../testing/index.ts';
import { optionsAreValid } from '../../testing/values.ts';
import { button } from './index.ts';

const press = (options: Record<string, unknown>) => field('press', 'button', { options });
const problemsOf = (options: Record<string, unknown>): string[] => {
  const design = compileDesign([entity('thing', [field('name', 'text'), field('n', 'number'), field('no', 'autoNumber'), press(options)])]);
  return design.ok ? [] : design.problem.map(({ path, code }) => `${path} ${code}`);
};

describe('button', () => {
  it('has no value, no column and nothing to ask', () => {
    expect(button).toMatchObject({ valueKind: 'none', operators: [], sortable: false, readOnly: true });
    expect(button.column(press({ action: 'openUrl', url: '"x"' }))).toBeNull();
  });

  it.each([
    [{ action: 'setFields', set: [{ field: 'n', formula: 'n + 1' }], confirm: { en: 'Sure?' } }, true],
    [{ action: 'openUrl', url: '"https://x.cn/" & name' }, true],
    [{ action: 'startProcess', process: 'approval' }, true],
    [{ action: 'setFields' }, false],
    [{ action: 'setFields', set: [] }, false],
    [{ action: 'openUrl', url: '"x"', process: 'p' }, false],
    [{ action: 'dance' }, false],
    [{}, false],
  ])('with the settings %j is well set: %p', (options, valid) => {
    expect(optionsAreValid(press(options))).toBe(valid);
  });

  it('sets fields that can be written, to what fits them', () => {
    expect(problemsOf({ action: 'setFields', set: [{ field: 'n', formula: 'n + 1' }, { field: 'name', formula: '"x"' }] })).toEqual([]);
    expect(problemsOf({ action: 'setFields', set: [{ field: 'nope', formula: '1' }] })).toEqual(['thing.fields.press.options.set.0.field FIELD_SETTING_UNKNOWN']);
    expect(problemsOf({ action: 'setFields', set: [{ field: 'no', formula: '"1"' }] })).toEqual(['thing.fields.press.options.set.0.field BUTTON_FIELD_UNFIT']);
    expect(problemsOf({ action: 'setFields', set: [{ field: 'n', formula: '"x"' }] })).toHaveLength(1);
    expect(problemsOf({ action: 'openUrl', url: 'n' })).toHaveLength(1);
  });

  it('keeps its formulas to the server', () => {
    expect(button.widgetOptions(press({ action: 'setFields', set: [{ field: 'n', formula: '1' }], confirm: { en: 'Sure?' } }), 'zh-CN')).toEqual({ action: 'setFields', confirm: 'Sure?' });
    expect(galleryDesign().entities.get('project')?.fields.get('finish')?.button?.set.map(({ field: key }) => key)).toEqual(['done']);
  });
});
