import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { resolveFormulaName, resolveRelated } from '../path.ts';
import { entity, field, galleryDesign, galleryDocuments } from '../testing/index.ts';
import { compileDesign } from './compile-design.ts';

const gallery = galleryDesign();
const project = gallery.entities.get('project');
const formula = (key: string, expression: string) => field(key, 'formula', { options: { expression } });

/** The gallery with further fields of projects. */
const withFields = (...fields: FieldDocument[]): EntityDocument[] => galleryDocuments().map((document) => (document.key === 'project' ? { ...document, fields: [...document.fields, ...fields] } : document));
const compiled = (...fields: FieldDocument[]) => {
  const design = compileDesign(withFields(...fields));
  if (!design.ok) throw new Error(JSON.stringify(design.problem));
  return design.value.entities.get('project')?.fields;
};
const problems = (documents: readonly EntityDocument[]): string[] => {
  const design = compileDesign(documents);
  return design.ok ? [] : design.problem.map(({ path, code }) => `${path} ${code}`);
};

describe('resolveRelated', () => {
  it.each([
    ['project', 'steps', { kind: 'subform', entity: 'step', field: 'steps' }],
    ['project', 'labels', { kind: 'links', entity: 'label', field: 'labels' }],
    ['project', 'client', { kind: 'toOne', entity: 'client', field: 'client' }],
    ['client', 'project:client', { kind: 'incoming', entity: 'project', field: 'client' }],
    ['client', 'label:projects', { kind: 'incoming', entity: 'label', field: 'projects' }],
    ['project', 'project:part_of', { kind: 'incoming', entity: 'project', field: 'part_of' }],
  ])('of %s finds %s', (at, related, expected) => {
    expect(resolveRelated(gallery, at, related)).toEqual({ ok: true, value: expected });
  });

  it.each([['project', 'name'], ['project', 'client_manager'], ['project', 'project:client'], ['project', 'nope:client'], ['project', 'a:b:c'], ['project', ''], ['nope', 'steps'], ['project', 'lead']])('of %s finds nothing at %p', (at, related) => {
    expect(resolveRelated(gallery, at, related).ok).toBe(false);
  });
});

describe('names in formulas', () => {
  it.each([
    ['client.parent_client.name', 'project.client > client.parent_client > client.name'],
    ['part_of.part_of.part_of.part_of.name', 'project.part_of > project.part_of > project.part_of > project.part_of > project.name'],
    ['steps', 'project.steps'],
    ['steps.hours', 'project.steps > step.hours'],
    ['labels.title', 'project.labels > label.title'],
    ['[project:part_of]', 'project.part_of'],
    ['[project:part_of].budget', 'project.part_of > project.budget'],
    ['client.tags', 'project.client > client.tags'],
  ])('may be %s', (name, way) => {
    const fields = compiled(formula('x', name.includes('.') && !name.startsWith('steps') && !name.startsWith('labels') && !name.startsWith('[') && name !== 'client.tags' ? name : `COUNTA(${name})`));
    expect(fields?.get('x')?.formula?.names).toEqual([name]);
    expect([...new Set(way.split(' > '))].every((step) => fields?.get('x')?.sources.includes(step))).toBe(true);
    expect(fields?.get('x')?.storable).toBe(false);
  });

  it.each(['labels.title.x', 'steps.nope', 'part_of.part_of.part_of.part_of.part_of.name', '[project:client].name', 'passport', 'part_of.passport', 'papers', 'finish', 'client.', 'steps.title.hours'])('may not be %s', (name) => {
    expect(compileDesign(withFields(formula('x', name))).ok).toBe(false);
  });

  it('over related rows are lists: a list has to be made one value', () => {
    expect(problems(withFields(formula('x', 'steps.hours')))).toHaveLength(1);
    expect(compiled(formula('x', 'SUM(steps.hours)'))?.get('x')?.valueType.key).toBe('number');
  });

  it('lead from a row to what owns it', () => {
    const documents = galleryDocuments().map((document) => (document.key === 'step' ? { ...document, fields: [...document.fields, formula('of', 'parent.client.name & title')] } : document));
    const design = compileDesign(documents);
    expect(design.ok && design.value.entities.get('step')?.fields.get('of')?.sources).toEqual(['project.client', 'client.name', 'step.title']);
    expect(design.ok && resolveFormulaName(design.value, 'step', 'parent.client.name')).toMatchObject({ ok: true, value: { kind: 'field', path: { hops: [{ field: 'parent', entity: 'project' }, { field: 'client', entity: 'client' }] } } });
  });
});

describe('relations', () => {
  it('to many have no column and a list for a value, in a design as on the wire', () => {
    const labels = project?.fields.get('labels');
    expect(labels).toMatchObject({ many: true, computed: false, target: 'label' });
    expect(labels?.type.column(labels.document)).toBeNull();
    expect(project?.fields.get('crew')?.many).toBe(true);
    expect(project?.fields.get('client')?.many).toBe(false);
    expect(project?.dependsOn).toEqual(['client', 'badge', 'label']);
  });

  it.each([
    [{ entity: 'client', cardinality: 'oneToMany' }, 'options.cardinality FIELD_OPTIONS_INVALID'],
    [{ entity: 'client', cardinality: 'manyToMany', onDelete: 'clear' }, 'options.onDelete RELATION_LINKS_GO'],
    [{ entity: 'client', filter: { field: 'nope', op: 'isEmpty' } }, 'options.filter.field FIELD_NOT_FOUND'],
    [{ entity: 'client', filter: { and: [{ field: 'name', op: 'eq', value: { record: 'nope' } }] } }, 'options.filter.and.0.value FILTER_OPERAND'],
    [{ entity: 'client', filter: { field: 'limit', op: 'eq', value: { record: 'rate' } } }, 'options.filter RELATION_FILTER_COMPUTED'],
    [{ entity: 'step' }, 'options.entity RELATION_TARGET_CHILD'],
  ])('set to %j are refused', (options, problem) => {
    expect(problems(withFields(field('x', 'relation', { options })))).toEqual([`project.fields.x.${problem}`]);
  });

  it('carry the filter of what may be chosen', () => {
    const filter = { field: 'manager', op: 'eq', value: { record: 'lead' } };
    expect(compiled(field('x', 'relation', { options: { entity: 'client', filter } }))?.get('x')?.relationFilter).toEqual(filter);
  });
});

describe('rollups', () => {
  const rollup = (options: Record<string, unknown>) => field('x', 'rollup', { options });

  it('add up rows of subforms, links and incoming relations', () => {
    expect(project?.fields.get('hours')?.rollup).toEqual({ via: { kind: 'subform', entity: 'step', field: 'steps' }, entity: 'step', aggregate: 'sum', field: 'hours', where: { field: 'finished', op: 'eq', value: true } });
    expect(project?.fields.get('hours')?.sources).toEqual(['project.steps', 'step.hours', 'step.finished']);
    expect(project?.fields.get('label_titles')).toMatchObject({ rollup: { via: { kind: 'links' } }, sources: ['project.labels', 'label.title'] });
    expect(gallery.entities.get('client')?.fields.get('spent')).toMatchObject({ rollup: { via: { kind: 'incoming', entity: 'project', field: 'client' } }, sources: ['project.client', 'project.budget'], storable: true });
  });

  it.each([
    [{ subform: 'steps', aggregate: 'sum', field: 'hours' }, 'number', true],
    [{ subform: 'steps', aggregate: 'concat', field: 'title' }, 'text', true],
    [{ subform: 'labels', aggregate: 'count' }, 'number', true],
    [{ subform: 'project:part_of', aggregate: 'max', field: 'kickoff' }, 'datetime', true],
    [{ subform: 'project:part_of', aggregate: 'avg', field: 'stars' }, 'number', true],
    [{ subform: 'project:part_of', aggregate: 'max', field: 'stars' }, 'rating', true],
    [{ subform: 'project:part_of', aggregate: 'sum', field: 'done' }, 'percent', true],
    [{ subform: 'project:part_of', aggregate: 'sum', field: 'effort' }, 'duration', true],
    [{ subform: 'project:part_of', aggregate: 'unique', field: 'stage' }, 'text', true],
    [{ subform: 'project:part_of', aggregate: 'sum', field: 'hours' }, 'number', true],
    [{ subform: 'project:part_of', aggregate: 'sum', field: 'client_limit' }, 'money', false],
    [{ subform: 'steps', aggregate: 'count', where: { field: 'worker', op: 'eq', value: { var: 'me' } } }, 'number', false],
    [{ subform: 'project:part_of', aggregate: 'count', where: { field: 'start', op: 'within', value: { period: 'month', offset: 0 } } }, 'number', false],
    [{ subform: 'project:part_of', aggregate: 'count', where: { field: 'client.name', op: 'isEmpty' } }, 'number', false],
    [{ subform: 'project:part_of', aggregate: 'count', where: { field: 'part_of.name', op: 'isEmpty' } }, 'number', false],
    [{ subform: 'project:part_of', aggregate: 'count', where: { related: 'project:part_of', some: { and: [] } } }, 'number', false],
    [{ subform: 'project:part_of', aggregate: 'count', where: { related: 'steps', some: { and: [] } } }, 'number', false],
    [{ subform: 'project:part_of', aggregate: 'count', where: { field: 'budget', op: 'gt', value: '5' } }, 'number', true],
  ])('%j gives %s; it may be kept in a column: %p', (options, type, storable) => {
    const x = compiled(rollup(options))?.get('x');
    expect([x?.valueType.key, x?.storable]).toEqual([type, storable]);
  });

  it('take the digits and the currency of what they add up', () => {
    const documents = withFields(field('fee', 'money', { options: { scale: 4, currency: 'EUR' } }), rollup({ subform: 'project:part_of', aggregate: 'sum', field: 'fee' }), field('y', 'rollup', { options: { subform: 'project:part_of', aggregate: 'avg', field: 'fee', scale: 1 } }));
    const design = compileDesign(documents);
    const fields = design.ok ? design.value.entities.get('project')?.fields : undefined;
    expect(fields?.get('x')?.valueDocument.options).toEqual({ scale: 4, currency: 'EUR' });
    expect(fields?.get('y')?.valueDocument.options).toEqual({ scale: 1, currency: 'EUR' });
  });

  it.each([
    [{ subform: 'client', aggregate: 'count' }, 'options.subform ROLLUP_SUBFORM_UNKNOWN'],
    [{ subform: 'project:client', aggregate: 'count' }, 'options.subform ROLLUP_SUBFORM_UNKNOWN'],
    [{ subform: 'steps', aggregate: 'sum', field: 'nope' }, 'options.field ROLLUP_FIELD_UNKNOWN'],
    [{ subform: 'steps', aggregate: 'sum', field: 'title' }, 'options.aggregate ROLLUP_FIELD_UNFIT'],
    [{ subform: 'project:part_of', aggregate: 'concat', field: 'story' }, 'options.aggregate ROLLUP_FIELD_UNFIT'],
    [{ subform: 'project:part_of', aggregate: 'unique', field: 'passport' }, 'options.aggregate ROLLUP_FIELD_UNFIT'],
    [{ subform: 'project:part_of', aggregate: 'concat', field: 'papers' }, 'options.aggregate ROLLUP_FIELD_UNFIT'],
    [{ subform: 'steps', aggregate: 'concat' }, 'options.field ROLLUP_FIELD_MISSING'],
    [{ subform: 'steps', aggregate: 'count', where: { field: 'nope', op: 'isEmpty' } }, 'options.where.field FIELD_NOT_FOUND'],
    [{ subform: 'steps', aggregate: 'count', where: { field: 'title', op: 'eq', value: { record: 'name' } } }, 'options.where.value FILTER_OPERAND'],
  ])('%j is refused', (options, problem) => {
    expect(problems(withFields(rollup(options)))).toEqual([`project.fields.x.${problem}`]);
  });
});

describe('what may be kept in a column', () => {
  it.each([
    ['budget * 2', true],
    ['rate + hours', true],
    ['rate & name', true],
    ['IF(start < TODAY(), 1, 0)', false],
    ['IF(lead = ME(), 1, 0)', false],
    ['client.name & ""', false],
    ['SUM(steps.hours)', false],
    ['client_limit * 2', false],
    ['parts + 1', true],
    ['created_at', true],
  ])('of %s: %p', (expression, storable) => {
    expect(compiled(formula('x', expression))?.get('x')?.storable).toBe(storable);
  });
});

describe('cycles', () => {
  const round = (...documents: EntityDocument[]): { path: string; message: string }[] => {
    const design = compileDesign(documents);
    return design.ok ? [] : design.problem.filter(({ code }) => code === 'FORMULA_CYCLE').map(({ path, message }) => ({ path, message: message?.en ?? '' }));
  };
  const a = (...fields: FieldDocument[]) => entity('a', [field('name', 'text'), field('b', 'relation', { options: { entity: 'b' } }), ...fields]);
  const b = (...fields: FieldDocument[]) => entity('b', [field('name', 'text'), ...fields]);

  it('over a formula path and an incoming rollup name the whole way round', () => {
    expect(round(a(formula('x', 'b.total + 1')), b(field('total', 'rollup', { options: { subform: 'a:b', aggregate: 'sum', field: 'x' } })))).toEqual([{ path: 'a.fields.x.options.expression', message: '"x" is computed from itself: a.x → b.total → a.x.' }]);
  });

  it('over a lookup and a list', () => {
    expect(round(a(field('x', 'lookup', { options: { relation: 'b', field: 'n' } })), b(formula('n', 'COUNTA([a:b].x)')))).toEqual([{ path: 'a.fields.x.options.field', message: '"x" is computed from itself: a.x → b.n → a.x.' }]);
  });

  it('over the condition of a rollup', () => {
    expect(round(a(formula('x', 'b.n')), b(field('n', 'rollup', { options: { subform: 'a:b', aggregate: 'count', where: { field: 'x', op: 'gt', value: '1' } } })))).toEqual([{ path: 'a.fields.x.options.expression', message: '"x" is computed from itself: a.x → b.n → a.x.' }]);
  });

  it('over a relation to the same entity', () => {
    const tree = entity('node', [field('name', 'text'), field('up', 'relation', { options: { entity: 'node' } }), formula('depth', 'up.depth + 1')]);
    expect(round(tree)).toEqual([{ path: 'node.fields.depth.options.expression', message: '"depth" is computed from itself: depth → depth.' }]);
  });

  it('are reported once, and nothing is said about names that only miss because of them', () => {
    expect(problems([a(formula('x', 'b.total + 1'), formula('y', 'x')), b(field('total', 'rollup', { options: { subform: 'a:b', aggregate: 'sum', field: 'x' } }))])).toEqual(['a.fields.x.options.expression FORMULA_CYCLE']);
  });
});
