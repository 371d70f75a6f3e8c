/**
 * A design with every field type and every kind of relation, for specs that must not forget one: projects of clients,
 * with tags (many-to-many), a badge (one-to-one), sub-projects (self), steps (subform).
 */

import type { EntityDocument } from '@tessera/contract';
import { compileDesign } from '../compile/compile-design.ts';
import type { Design } from '../design.ts';
import { choices, entity, field } from './documents.ts';

export const galleryDocuments = (): EntityDocument[] => [
  entity('client', [
    field('name', 'text', { required: true }),
    field('region', 'region', { options: { level: 'city' } }),
    field('manager', 'member'),
    field('limit', 'money', { options: { scale: 3 } }),
    field('tags', 'multiSelect', { options: choices('x', 'y') }),
    field('parent_client', 'relation', { options: { entity: 'client' } }),
    field('spent', 'rollup', { options: { subform: 'project:client', aggregate: 'sum', field: 'budget' } }),
    field('labels_of_projects', 'rollup', { options: { subform: 'label:projects', aggregate: 'count' } }),
  ]),
  entity('label', [field('title', 'text'), field('projects', 'relation', { options: { entity: 'client', cardinality: 'manyToMany' } })]),
  entity('badge', [field('code', 'text'), field('valid_until', 'date')]),
  entity('project', [
    field('name', 'text', { required: true, unique: true, uniqueWithin: { ignoreCase: true } }),
    field('summary', 'longText'),
    field('story', 'richText'),
    field('people', 'number', { options: { scale: 0, min: '0' } }),
    field('budget', 'money'),
    field('discount', 'percent'),
    field('stars', 'rating'),
    field('done', 'progress'),
    field('start', 'date', { default: { var: 'today' } }),
    field('kickoff', 'datetime'),
    field('daily_at', 'time'),
    field('effort', 'duration'),
    field('active', 'checkbox'),
    field('stage', 'select', { options: choices('a', 'b', 'c') }),
    field('areas', 'multiSelect', { options: choices('x', 'y', 'z') }),
    field('phone', 'phone'),
    field('email', 'email'),
    field('website', 'url'),
    field('passport', 'idCard', { encrypted: true }),
    field('place', 'region'),
    field('address', 'address'),
    field('spot', 'geoPoint'),
    field('number', 'autoNumber', { options: { prefix: 'P-', date: 'YYYY', suffix: '-X' } }),
    field('lead', 'member'),
    field('crew', 'members'),
    field('unit', 'department'),
    field('papers', 'file'),
    field('pictures', 'image'),
    field('signed', 'signature'),
    field('client', 'relation', { options: { entity: 'client' } }),
    field('badge', 'relation', { options: { entity: 'badge', cardinality: 'oneToOne' } }),
    field('labels', 'relation', { options: { entity: 'label', cardinality: 'manyToMany' } }),
    field('part_of', 'relation', { options: { entity: 'project' } }),
    field('steps', 'subform', { options: { entity: 'step' } }),
    field('client_limit', 'lookup', { options: { relation: 'client', field: 'limit' } }),
    field('client_manager', 'lookup', { options: { relation: 'client', field: 'manager' } }),
    field('hours', 'rollup', { options: { subform: 'steps', aggregate: 'sum', field: 'hours', where: { field: 'finished', op: 'eq', value: true } } }),
    field('label_titles', 'rollup', { options: { subform: 'labels', aggregate: 'unique', field: 'title' } }),
    field('parts', 'rollup', { options: { subform: 'project:part_of', aggregate: 'count' } }),
    field('rate', 'formula', { options: { expression: 'budget / hours', scale: 2, currency: 'CNY' } }),
    field('client_city', 'formula', { options: { expression: 'client.region & client.name' } }),
    field('edited', 'modifiedAt', { options: { fields: ['name', 'budget'] } }),
    field('editor', 'modifiedBy'),
    field('finish', 'button', { options: { action: 'setFields', set: [{ field: 'done', formula: '1' }] } }),
  ]),
  entity('step', [field('title', 'text'), field('hours', 'number'), field('finished', 'checkbox'), field('worker', 'member')], { parent: 'project' }),
];

export function galleryDesign(documents: readonly EntityDocument[] = galleryDocuments()): Design {
  const design = compileDesign(documents);
  if (!design.ok) throw new Error(`the design of this spec has problems: ${JSON.stringify(design.problem)}`);
  return design.value;
}
