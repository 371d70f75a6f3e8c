/** Which rows a cell is about, in words: the name of a choice, or the condition as a sentence. */

import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { describeFilter, type DescribeEnv } from '@tessera/access';
import type { EntityDocument, Filter } from '@tessera/contract';
import { compileDesign, parseFilter, type Design } from '@tessera/model';
import { call, routes } from '../../shared/api/index.ts';
import { departmentsQuery } from '../../shared/departments/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import type { Cell } from './cells.ts';
import { choiceFor, rowChoices, type RowChoice } from './row-choices.ts';
import { roleTexts } from './texts.ts';

interface RoleWorld {
  readonly entities: readonly EntityDocument[];
  /** Null where what is designed does not compile. */
  readonly design: Design | null;
  /** The reader's language, and names for ids. */
  readonly env: DescribeEnv;
}

const WorldContext = createContext<RoleWorld>({ entities: [], design: null, env: { locale: 'en', timeZone: 'UTC' } });

/** Around everything that speaks of rows: the tables there are. */
export function RoleWorldProvider({ entities, children }: { entities: readonly EntityDocument[]; children: ReactNode }) {
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const members = useQuery({ queryKey: ['member-options', ''], queryFn: ({ signal }) => call(routes.memberOptions, { signal }), staleTime: 60_000 }).data;
  const departments = useQuery(departmentsQuery).data;
  const design = useMemo(() => {
    const compiled = compileDesign(entities, { cut: true });
    return compiled.ok ? compiled.value : null;
  }, [entities]);
  const world = useMemo((): RoleWorld => {
    const names = new Map([...(members?.items ?? []).map(({ id, label }) => [id, label] as const), ...(departments?.items ?? []).map(({ id, name }) => [id, name] as const)]);
    return { entities, design, env: { locale, timeZone, nameOf: (_kind, id) => names.get(id) } };
  }, [entities, design, locale, timeZone, members, departments]);
  return <WorldContext value={world}>{children}</WorldContext>;
}

export const useRoleWorld = (): RoleWorld => useContext(WorldContext);

export function useChoiceLabel(): (choice: RowChoice) => string {
  const t = useTexts(roleTexts);
  const label = useLabel();
  return (choice) => {
    if (!('relation' in choice)) return t(`cell_${choice.key}`);
    const relation = label(choice.relation.label);
    switch (choice.key) {
      case 'placed':
        return t(choice.below ? 'cell_placedBelow' : 'cell_placed', { relation });
      case 'ownOrVia':
        return t('cell_ownOrVia', { relation });
      case 'via':
        return t('cell_via', { relation, whose: t(`whose_${choice.whose}`) });
    }
  };
}

/** `entity` is null for every entity. */
export function useCellLabel(entity: EntityDocument | null): (cell: Cell) => string {
  const t = useTexts(roleTexts);
  const choiceLabel = useChoiceLabel();
  const sentence = useSentence();
  const { entities } = useRoleWorld();
  const choices = useMemo(() => rowChoices(entity, entities), [entity, entities]);
  return (cell) => {
    if (cell === 'none') return t('cell_none');
    const choice = choiceFor(cell, choices);
    if (choice) return choiceLabel(choice);
    return cell === 'all' ? t('cell_all') : sentence(entity, cell.where);
  };
}

/** A condition as a sentence; of every entity, as the first one has it. */
export function useSentence(): (entity: EntityDocument | null, where: Filter) => string {
  const t = useTexts(roleTexts);
  const { design, env } = useRoleWorld();
  return (entity, where) => {
    const key = entity?.key ?? design?.entities.keys().next().value;
    const parsed = design && key !== undefined ? parseFilter(design, key, where, () => true, { formulas: true }) : null;
    return design && key !== undefined && parsed?.ok ? describeFilter(design, key, parsed.value, env) : t('cell_custom');
  };
}
