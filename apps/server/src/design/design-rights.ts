/** Who may design what: the capability is for everything, the right to design an entity for that one, its forms and views. */

import { ADMIN_ROLE, ActionForbidden } from '@tessera/contract';
import type { Design, FieldModel } from '@tessera/model';
import type { Actor } from '../http/actor.ts';

export const mayDesign = ({ access, capabilities }: Pick<Actor, 'access' | 'capabilities'>, entity: string): boolean => capabilities.has('design') || access.can('design', entity);

/** The same answer for entities one does not design and for those that do not exist. */
export function requireDesign(actor: Actor, ...entities: readonly (string | undefined)[]): void {
  if (!entities.every((entity) => entity === undefined || mayDesign(actor, entity))) throw ActionForbidden({ action: 'design' });
}

export interface PublishedChange {
  readonly entity: string;
  readonly field: string;
  /** `widened`: published before, and now computed from something else or in another way. */
  readonly kind: 'published' | 'widened' | 'withdrawn';
}

/** Pure: what a change of the design shows of hidden values that it did not show before, and what it shows no more. */
export function publishedChanges(before: Design, after: Design): PublishedChange[] {
  const [was, is] = [publishedFields(before), publishedFields(after)];
  const changes = [...is].flatMap(([name, ways]): PublishedChange[] => {
    const earlier = was.get(name);
    return earlier === ways ? [] : [{ ...named(name), kind: earlier === undefined ? 'published' : 'widened' }];
  });
  return [...changes, ...[...was.keys()].filter((name) => !is.has(name)).map((name): PublishedChange => ({ ...named(name), kind: 'withdrawn' }))];
}

/** By `entity.field`: all that decides about the value. */
function publishedFields(design: Design): Map<string, string> {
  const published = new Map<string, string>();
  for (const { key, fields } of design.entities.values()) {
    for (const field of fields.values()) if (field.document.published === true) published.set(`${key}.${field.key}`, waysOf(design, field));
  }
  return published;
}

function waysOf(design: Design, field: FieldModel): string {
  const computed = field.sources.flatMap((source) => {
    const { entity, field: key } = named(source);
    const model = design.entities.get(entity)?.fields.get(key);
    return model?.computed ? [[source, model.document.type, model.document.options]] : [];
  });
  return JSON.stringify([field.document.type, field.document.options, field.sources, computed]);
}

function named(name: string): { entity: string; field: string } {
  const at = name.indexOf('.');
  return { entity: name.slice(0, at), field: name.slice(at + 1) };
}

export const isAdministrator = (roles: readonly string[]): boolean => roles.includes(ADMIN_ROLE);
