import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Design, FieldModel } from '@tessera/model';
import { departmentsQuery } from '../departments/index.ts';
import { useSession } from '../session/index.ts';

/** Ids of the departments of whoever looks; asked for only where a formula could want them. */
export function useMyDepartments(design: Design): readonly string[] {
  const { member } = useSession();
  const wanted = useMemo(() => [...design.entities.values()].some((entity) => [...entity.fields.values()].some(asksDepartments)), [design]);
  const { data } = useQuery({ ...departmentsQuery, enabled: wanted });
  return useMemo(() => (data?.items ?? []).filter((one) => one.members.includes(member.id)).map(({ id }) => id), [data, member.id]);
}

const asksDepartments = ({ formula, defaultFormula, validations }: FieldModel): boolean =>
  [formula, defaultFormula, ...validations.map((rule) => rule.formula)].some((one) => one !== undefined && /MYDEPARTMENTS/i.test(one.text));
