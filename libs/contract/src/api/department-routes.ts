/** Departments as a tree; members belong to any number of them. */

import Type, { type Static } from 'typebox';
import { IdParams, Uuid, list } from './common.ts';
import { route } from './route.ts';

export const Department = Type.Object({
  id: Uuid,
  name: Type.String(),
  parent: Type.Union([Uuid, Type.Null()]),
  members: Type.Array(Uuid),
  /** Who leads it; need not be one of its members. */
  supervisor: Type.Union([Uuid, Type.Null()]),
  /** What members are there: member id to a word like 经理. */
  positions: Type.Record(Type.String(), Type.String()),
});
export type Department = Static<typeof Department>;

export const SaveDepartment = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    parent: Type.Union([Uuid, Type.Null()]),
    members: Type.Array(Uuid, { maxItems: 10_000 }),
    supervisor: Type.Optional(Type.Union([Uuid, Type.Null()])),
    positions: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 60 }))),
  },
  { additionalProperties: false },
);
export type SaveDepartment = Static<typeof SaveDepartment>;

export const departmentRoutes = {
  departments: route({ method: 'GET', path: '/api/departments', tag: 'access', permission: 'member', summary: 'All departments', answer: list(Department) }),
  createDepartment: route({ method: 'POST', path: '/api/departments', tag: 'access', permission: 'members', summary: 'A new department', body: SaveDepartment, answer: Department }),
  saveDepartment: route({ method: 'PUT', path: '/api/departments/:id', tag: 'access', permission: 'members', summary: 'Rename, move or staff a department', params: IdParams, body: SaveDepartment, answer: Department }),
  deleteDepartment: route({ method: 'DELETE', path: '/api/departments/:id', tag: 'access', permission: 'members', summary: 'Delete a department without children', params: IdParams }),
};
