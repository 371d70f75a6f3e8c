/**
 * The members and departments that depend on who asks, as sub-selects. They name nothing of the row that is asked about, so
 * Postgres makes each of them once a statement and looks rows up in it.
 */

import { assertNever, type ActorList } from '@tessera/contract';
import { tableName } from './quoting.ts';
import { me, type ValueEnv } from './value-expression.ts';

/** `SELECT …` of ids. Nobody's lists are empty. */
export function actorList(env: Pick<ValueEnv, 'statement' | 'schema' | 'member'>, list: ActorList): string {
  const table = (name: string): [from: string, alias: string] => {
    const alias = env.statement.alias();
    return [`${tableName(env.schema, name)} ${alias}`, alias];
  };
  /** Members of the departments below those that `from` gives. */
  const staffBelow = (from: string, department: string, condition: string): string => {
    const [[below, b], [staff, s]] = [table('_department_below'), table('_department_member')];
    return `SELECT ${s}."member" FROM ${from} JOIN ${below} ON ${b}."department" = ${department} JOIN ${staff} ON ${s}."department" = ${b}."below" WHERE ${condition}`;
  };
  switch (list) {
    case 'myDepartments': {
      const [mine, m] = table('_department_member');
      return `SELECT ${m}."department" FROM ${mine} WHERE ${m}."member" = ${me(env)}`;
    }
    case 'myDepartmentsBelow': {
      const [[mine, m], [below, b]] = [table('_department_member'), table('_department_below')];
      return `SELECT ${b}."below" FROM ${mine} JOIN ${below} ON ${b}."department" = ${m}."department" WHERE ${m}."member" = ${me(env)}`;
    }
    case 'myColleagues': {
      const [[mine, m], [staff, s]] = [table('_department_member'), table('_department_member')];
      return `SELECT ${s}."member" FROM ${mine} JOIN ${staff} ON ${s}."department" = ${m}."department" WHERE ${m}."member" = ${me(env)}`;
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
      return `SELECT ${o}."member" FROM ${mine} JOIN ${others} ON ${o}."group" = ${m}."group" WHERE ${m}."member" = ${me(env)}`;
    }
    default:
      return assertNever(list);
  }
}
