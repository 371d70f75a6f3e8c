/** All flow nodes, flows and lanes of a process, through its sub-processes; what is not executed is refused here. */

import type { ElementKind } from '../elements/element-kind.ts';
import { recognise } from '../elements/registry.ts';
import { defineProblem, shorten, WHOLE_FILE, type ProblemList } from '../problem/process-problem.ts';
import { elementOf, elementsOf, textOf, type ModdleElement } from '../xml/moddle-element.ts';
import { DESCRIPTIVE_TYPES, reportNotExecuted } from './refused-elements.ts';
import { checkSettings, reportIgnoredSetting } from './settings.ts';

const WithoutId = defineProblem<{ type: string; name: string }>({
  code: 'BPMN_ELEMENT_WITHOUT_ID',
  severity: 'error',
  message: {
    en: ({ type, name }) => `An element of the type "${type}"${name === '' ? '' : ` named "${name}"`} has no id.`,
    'zh-CN': ({ type, name }) => `有一个“${type}”类型的元素${name === '' ? '' : `（名称“${name}”）`}没有 id。`,
  },
});

export interface CollectedNode {
  readonly id: string;
  readonly element: ModdleElement;
  readonly kind: ElementKind;
  readonly container: string | null;
}
export interface CollectedFlow {
  readonly id: string;
  readonly element: ModdleElement;
  readonly container: string | null;
}
export interface Collected {
  readonly nodes: ReadonlyMap<string, CollectedNode>;
  readonly flows: readonly CollectedFlow[];
  /** Ids of elements that were refused: what is attached to them needs no complaint of its own. */
  readonly refused: ReadonlySet<string>;
  /** Element (also sub-process) to the roles of the lanes around it, innermost first. */
  readonly lanes: ReadonlyMap<string, readonly LaneRole[]>;
}
export interface LaneRole {
  readonly role: string;
  readonly lane: ModdleElement;
}

export function collectElements(process: ModdleElement, problems: ProblemList): Collected {
  const nodes = new Map<string, CollectedNode>();
  const flows: CollectedFlow[] = [];
  const refused = new Set<string>();
  const lanes = new Map<string, readonly LaneRole[]>();
  collectContainer(process, null);
  return { nodes, flows, refused, lanes };

  // The parser has a limit on depth, so recursion is safe.
  function collectContainer(element: ModdleElement, container: string | null): void {
    for (const laneSet of elementsOf(element, 'laneSets')) collectLanes(laneSet, []);
    for (const child of elementsOf(element, 'flowElements')) collectElement(child, container);
  }

  function collectElement(element: ModdleElement, container: string | null): void {
    if (DESCRIPTIVE_TYPES.has(element.$type)) return;
    const id = element.id;
    if (id === undefined || id === '') {
      problems.report(WithoutId, WHOLE_FILE, { type: element.$type.replace(/^bpmn:/, ''), name: shorten(textOf(element, 'name') ?? '') });
      return;
    }
    if (element.$type === 'bpmn:SequenceFlow') {
      checkSettings(element, problems);
      flows.push({ id, element, container });
      return;
    }
    const kind = recognise(element);
    if (!kind) {
      refused.add(id);
      reportNotExecuted(element, problems);
      return;
    }
    checkSettings(element, problems);
    if (kind.kind === 'startEvent' && container !== null) {
      for (const setting of ['trigger', 'when']) {
        if (textOf(element, setting) !== null) reportIgnoredSetting(element, `tessera:${setting}`, problems);
      }
    }
    nodes.set(id, { id, element, kind, container });
    if (kind.kind === 'subProcess') collectContainer(element, id);
  }

  function collectLanes(laneSet: ModdleElement, around: readonly LaneRole[]): void {
    for (const lane of elementsOf(laneSet, 'lanes')) {
      checkSettings(lane, problems);
      const role = textOf(lane, 'role');
      const roles = role === null ? around : [{ role, lane }, ...around];
      for (const member of elementsOf(lane, 'flowNodeRef')) {
        const known = member.id === undefined ? undefined : lanes.get(member.id);
        if (member.id !== undefined && (known === undefined || roles.length > known.length)) lanes.set(member.id, roles);
      }
      const inner = elementOf(lane, 'childLaneSet');
      if (inner) collectLanes(inner, roles);
    }
  }
}

