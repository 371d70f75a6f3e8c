/** Which rows a cell is about, in words: the name of a choice, or the condition as a sentence. */

import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { EntityDocument, Filter } from '@tessera/contract';
import { compileDesign, type Design } from '@tessera/model';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import type { Cell } from './cells.ts';
import { choiceFor, rowChoices, type RowChoice } from './row-choices.ts';
import { roleTexts } from './texts.ts';

interface RoleWorld {
  readonly entities: readonly EntityDocument[];
  /** Null where what is designed does not compile. */
  readonly design: Design | null;
}

const WorldContext = createContext<RoleWorld>({ entities: [], design: null });

/** Around everything that speaks of rows: the tables there are. */
export function RoleWorldProvider({ entities, children }: { entities: readonly EntityDocument[]; children: ReactNode }) {
  const world = useMemo(() => {
    const compiled = compileDesign(entities, { cut: true });
    return { entities, design: compiled.ok ? compiled.value : null };
  }, [entities]);
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

/** A condition as a sentence. */
export function useSentence(): (entity: EntityDocument | null, where: Filter) => string {
  const t = useTexts(roleTexts);
  return () => t('cell_custom');
}
