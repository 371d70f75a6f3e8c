/**
 * The members and departments that depend on who asks, as sub-selects. They name nothing of the row that is asked about, so
 * Postgres makes each of them once a statement and looks rows up in it.
 */

import { assertNever, type ActorList } from '@tessera/contract';
import { tableName } from './quoting.ts';
import { me, type ValueEnv } from './value-expression.ts';

interface List {
  readonly from: string;
  /** What is in the list. */
  readonly id: string;
  readonly where: string;
}

/** Whether the id in a column is in the list. `few`: the statement is about a record or a few, each of which is asked for itself. */
export function isInActorList(env: Env, list: ActorList, column: string, few: boolean): string {
  if (!few) return isInAny(column, [actorList(env, list)]);
  const { from, id, where } = listOf(env, list);
  return `EXISTS (SELECT FROM ${from} WHERE ${where} AND ${id} = ${column})`;
}

/**
 * A test of each row against a hash of what `selects` give. Without IS TRUE the planner makes a join of it, thinks that the
 * list is short, and compares each row with each of its entries.
 */
export const isInAny = (column: string, selects: readonly string[]): string => `(${column} IN (${selects.join(' UNION ALL ')})) IS TRUE`;

/** `SELECT …` of ids. Nobody's lists are empty. */
export function actorList(env: Env, list: ActorList): string {
  const { from, id, where } = listOf(env, list);
  return `SELECT ${id} FROM ${from} WHERE ${where}`;
}

type Env = Pick<ValueEnv, 'statement' | 'schema' | 'member'>;

function listOf(env: Env, list: ActorList): List {
  const table = (name: string): [from: string, alias: string] => {
    const alias = env.statement.alias();
    return [`${tableName(env.schema, name)} ${alias}`, alias];
  };
  /** Members of the departments below those that `from` gives. */
  const staffBelow = (from: string, department: string, where: string): List => {
    const [[below, b], [staff, s]] = [table('_department_below'), table('_department_member')];
    return { from: `${from} JOIN ${below} ON ${b}."department" = ${department} JOIN ${staff} ON ${s}."department" = ${b}."below"`, id: `${s}."member"`, where };
  };
  switch (list) {
    case 'myDepartments': {
      const [mine, m] = table('_department_member');
      return { from: mine, id: `${m}."department"`, where: `${m}."member" = ${me(env)}` };
    }
    case 'myDepartmentsBelow': {
      const [[mine, m], [below, b]] = [table('_department_member'), table('_department_below')];
      return { from: `${mine} JOIN ${below} ON ${b}."department" = ${m}."department"`, id: `${b}."below"`, where: `${m}."member" = ${me(env)}` };
    }
    case 'myColleagues': {
      const [[mine, m], [staff, s]] = [table('_department_member'), table('_department_member')];
      return { from: `${mine} JOIN ${staff} ON ${s}."department" = ${m}."department"`, id: `${s}."member"`, where: `${m}."member" = ${me(env)}` };
    }
    case 'myTeam': {
      const [mine, m] = table('_department_member');
      return staffBelow(mine, `${m}."department"`, `${m}."member" = ${me(env)}`);
    }
    case 'myReports': {
      const [supervised, d] = table('_department');
      return staffBelow(supervised, `${d}."id"`, `${d}."supervisor" = ${me(env)} AND ${d}."deleted_at" IS NULL`);
    }
    case 'myGroupMembers': {
      const [[mine, m], [others, o]] = [table('_group_member'), table('_group_member')];
      return { from: `${mine} JOIN ${others} ON ${o}."group" = ${m}."group"`, id: `${o}."member"`, where: `${m}."member" = ${me(env)}` };
    }
    default:
      return assertNever(list);
  }
}
