import { describe, expect, it } from '@jest/globals';
import { compileDesign } from '../../compile/compile-design.ts';
import { choices, entity, field, galleryDesign } from '../../testing/index.ts';

const gallery = galleryDesign();
const project = gallery.entities.get('project');

describe('lookup', () => {
  it('behaves like the field it shows', () => {
    const limit = project?.fields.get('client_limit');
    expect(limit).toMatchObject({ computed: true, readOnly: true, storable: false, lookup: { relation: 'client', entity: 'client', field: 'limit' } });
    expect(limit?.valueType.key).toBe('money');
    expect(limit?.valueDocument.options).toEqual({ scale: 3 });
    expect(limit?.sources).toEqual(['project.client', 'client.limit']);
    expect(project?.fields.get('client_manager')?.valueType.variables).toEqual(['me']);
  });

  it('knows the labels of choices and the entity of a relation from where they come', () => {
    const design = compileDesign([
      entity('a', [field('name', 'text'), field('level', 'select', { options: choices('x') }), field('up', 'relation', { options: { entity: 'a' } })]),
      entity('b', [field('name', 'text'), field('a', 'relation', { options: { entity: 'a' } }), field('level', 'lookup', { options: { relation: 'a', field: 'level' } }), field('up', 'lookup', { options: { relation: 'a', field: 'up' } })]),
    ]);
    if (!design.ok) throw new Error(JSON.stringify(design.problem));
    const fields = design.value.entities.get('b')?.fields;
    const level = fields?.get('level');
    expect(level?.valueType.formatText('x', level.valueDocument, { locale: 'zh-CN', timeZone: 'UTC' })).toBe('x级');
    expect(fields?.get('up')?.target).toBe('a');
  });

  it.each([
    [{ relation: 'nope', field: 'name' }, 'options.relation LOOKUP_RELATION_UNKNOWN'],
    [{ relation: 'labels', field: 'title' }, 'options.relation LOOKUP_RELATION_UNKNOWN'],
    [{ relation: 'client', field: 'nope' }, 'options.field LOOKUP_FIELD_UNKNOWN'],
    [{ relation: 'part_of', field: 'passport' }, 'options.field LOOKUP_FIELD_UNFIT'],
    [{ relation: 'part_of', field: 'steps' }, 'options.field LOOKUP_FIELD_UNFIT'],
    [{ relation: 'part_of', field: 'labels' }, 'options.field LOOKUP_FIELD_UNFIT'],
    [{ relation: 'part_of', field: 'finish' }, 'options.field LOOKUP_FIELD_UNFIT'],
    [{ field: 'name' }, 'options.relation FIELD_OPTIONS_INVALID'],
  ])('of %j is refused', (options, problem) => {
    const documents = [...gallery.entities.values()].map(({ document }) => (document.key === 'project' ? { ...document, fields: [...document.fields, field('x', 'lookup', { options })] } : document));
    const design = compileDesign(documents);
    expect(design.ok ? [] : design.problem.map(({ path, code }) => `${path} ${code}`)).toEqual([`project.fields.x.${problem}`]);
  });
});
