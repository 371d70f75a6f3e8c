import { describe, expect, it } from '@jest/globals';
import { compileDesign } from './compile/compile-design.ts';
import { dependentsOf } from './dependents.ts';
import { entity, field, galleryDesign } from './testing/index.ts';

const told = (...args: Parameters<typeof dependentsOf>) => dependentsOf(...args).map(({ kind, path }) => `${kind} ${path}`);

describe('dependentsOf', () => {
  const gallery = galleryDesign();

  it.each([
    ['project', 'budget', ['rollup client.fields.spent.options', 'formula project.fields.rate.options.expression', 'modified project.fields.edited.options.fields']],
    ['project', 'client', ['rollup client.fields.spent.options', 'lookup project.fields.client_limit.options', 'lookup project.fields.client_manager.options', 'formula project.fields.client_city.options.expression']],
    ['client', 'region', ['formula project.fields.client_city.options.expression']],
    ['step', 'finished', ['rollup project.fields.hours.options']],
    ['project', 'steps', ['rollup project.fields.hours.options']],
    ['project', 'hours', ['formula project.fields.rate.options.expression']],
    ['project', 'done', ['button project.fields.finish.options.set.0']],
    ['label', 'projects', ['rollup client.fields.labels_of_projects.options']],
    ['project', 'summary', []],
    ['badge', 'code', ['title badge.titleField']],
  ])('of %s.%s are %j', (at, key, expected) => {
    expect(told(gallery, at, key)).toEqual(expected);
  });

  it('of an entity are what points to it or names one of its fields', () => {
    expect(told(gallery, 'badge')).toEqual(['relation project.fields.badge.options.entity']);
    expect(told(gallery, 'step')).toEqual(['relation project.fields.steps.options.entity', 'rollup project.fields.hours.options']);
    expect(told(gallery, 'project')).toContain('parent step.parent');
    expect(told(gallery, 'label')).toEqual(['rollup client.fields.labels_of_projects.options', 'relation project.fields.labels.options.entity', 'rollup project.fields.label_titles.options']);
  });

  it('knows every place a field can be named in', () => {
    const design = compileDesign([
      entity('team', [field('name', 'text'), field('zone', 'text')]),
      entity(
        'thing',
        [
          field('name', 'text'),
          field('a', 'text'),
          field('b', 'text', { default: { formula: 'a & "!"' }, unique: true, uniqueWithin: { where: { field: 'a', op: 'isNotEmpty' } }, validation: [{ formula: 'LEN(a) < 5', message: { en: 'Too long.' } }] }),
          field('team', 'relation', { options: { entity: 'team', filter: { field: 'zone', op: 'eq', value: { record: 'a' } } } }),
          field('open', 'button', { options: { action: 'openUrl', url: '"https://x.cn/" & a' } }),
        ],
        { duplicateRules: [{ key: 'same', label: { en: 'Same' }, fields: [{ field: 'a', as: 'name' }], onMatch: 'warn' }] },
      ),
    ]);
    if (!design.ok) throw new Error(JSON.stringify(design.problem));
    expect(told(design.value, 'thing', 'a').sort()).toEqual([
      'button thing.fields.open.options.url',
      'default thing.fields.b.default',
      'duplicateRule thing.duplicateRules.0.fields.0',
      'filter thing.fields.team.options.filter',
      'unique thing.fields.b.uniqueWithin.where',
      'validation thing.fields.b.validation.0',
    ]);
    expect(told(design.value, 'team', 'zone')).toEqual(['filter thing.fields.team.options.filter']);
    expect(told(design.value, 'thing', 'b')).toEqual([]);
  });
});
