/**
 * The way of an instance: what is marked on its diagram, and its steps in order for people to read. A step
 * says who did what and when; gateways and technical moves are only on the diagram, except that a decision
 * names the flow that was taken. Pure.
 */

import { textIn, type InstanceView, type Locale, type LocalizedText, type Ref } from '@tessera/contract';
import type { DiagramMark, DiagramMarks } from '../../shared/bpmn/viewer-island.ts';

type Trace = InstanceView['trace'][number];

/** What is known of a drawn element. */
export interface DrawnElement {
  readonly type: string;
  readonly name: LocalizedText;
  /** Of a flow: where it comes from. */
  readonly source: string | null;
}
export type DrawnElements = ReadonlyMap<string, DrawnElement>;

export interface WayStep {
  readonly element: string;
  readonly kind: 'start' | 'task' | 'automatic' | 'decision' | 'end' | 'incident';
  /** Null when the element has no name. */
  readonly name: string | null;
  /** Null while it is going on. */
  readonly at: string | null;
  readonly since: string | null;
  readonly actor: Ref | null;
  readonly outcome: string | null;
  readonly comment: string | null;
  /** The flow a decision took. */
  readonly taken: string | null;
}

export function marksOf(instance: Pick<InstanceView, 'trace' | 'active' | 'incident'>): DiagramMarks {
  const marks = new Map<string, Set<DiagramMark>>();
  const add = (element: string, mark: DiagramMark): void => void (marks.get(element) ?? marks.set(element, new Set()).get(element)!).add(mark);
  for (const { element, kind } of instance.trace) {
    if (kind === 'left') add(element, 'done');
    if (kind === 'taken') add(element, 'taken');
  }
  for (const element of instance.active) add(element, 'active');
  if (instance.incident) add(instance.incident.element, 'incident');
  return Object.fromEntries([...marks].map(([element, list]) => [element, list.has('active') || list.has('incident') ? [...list].filter((mark) => mark !== 'done') : [...list]]));
}

const KINDS: Readonly<Record<string, WayStep['kind']>> = {
  startEvent: 'start',
  userTask: 'task',
  serviceTask: 'automatic',
  exclusiveGateway: 'decision',
  endEvent: 'end',
};

export function stepsOf(instance: InstanceView, elements: DrawnElements, locale: Locale): WayStep[] {
  const steps: WayStep[] = [];
  instance.trace.forEach((entry, index) => {
    const kind = KINDS[elements.get(entry.element)?.type ?? ''];
    if (kind === undefined) return;
    if (kind === 'end' ? entry.kind === 'entered' : entry.kind === 'left') {
      const step = stepOf(entry, kind, instance, elements, locale, index);
      // A decision between unnamed flows says nothing to people.
      if (kind !== 'decision' || step.taken !== null) steps.push(step);
    }
  });
  return [...steps, ...ongoing(instance, elements, locale), ...incidents(instance, elements, locale)];
}

function stepOf(entry: Trace, kind: WayStep['kind'], instance: InstanceView, elements: DrawnElements, locale: Locale, index: number): WayStep {
  const entered = instance.trace.slice(0, index).findLast((other) => other.element === entry.element && other.kind === 'entered');
  return {
    element: entry.element,
    kind,
    name: nameOf(entry.element, elements, locale),
    at: entry.at,
    since: kind === 'task' ? (entered?.at ?? null) : null,
    actor: kind === 'start' ? (entry.actor ?? instance.startedBy) : entry.actor,
    outcome: entry.outcome,
    comment: entry.comment,
    taken: kind === 'decision' ? takenAfter(entry.element, instance.trace.slice(index), elements, locale) : null,
  };
}

function takenAfter(gateway: string, following: readonly Trace[], elements: DrawnElements, locale: Locale): string | null {
  const flow = following.find((entry) => entry.kind === 'taken' && elements.get(entry.element)?.source === gateway);
  return flow ? nameOf(flow.element, elements, locale) : null;
}

/** Tasks that wait for somebody. */
function ongoing(instance: InstanceView, elements: DrawnElements, locale: Locale): WayStep[] {
  return instance.active
    .filter((element) => elements.get(element)?.type === 'userTask')
    .map((element) => ({
      element,
      kind: 'task',
      name: nameOf(element, elements, locale) ?? instance.tasks.find((task) => task.element === element)?.name ?? null,
      at: null,
      since: instance.trace.findLast((entry) => entry.element === element && entry.kind === 'entered')?.at ?? null,
      actor: null,
      outcome: null,
      comment: null,
      taken: null,
    }));
}

function incidents(instance: InstanceView, elements: DrawnElements, locale: Locale): WayStep[] {
  if (!instance.incident) return [];
  const { element, message } = instance.incident;
  return [{ element, kind: 'incident', name: nameOf(element, elements, locale), at: null, since: null, actor: null, outcome: null, comment: message, taken: null }];
}

const nameOf = (element: string, elements: DrawnElements, locale: Locale): string | null => textIn(elements.get(element)?.name, locale) || null;

/** Reads names, types and flows out of the file, whatever prefixes it uses. Needs a DOM parser; total. */
export function readElements(xml: string, parse: (xml: string) => Document): DrawnElements {
  const elements = new Map<string, DrawnElement>();
  for (const node of parse(xml).querySelectorAll('[id]')) {
    const name = node.getAttribute('name');
    const en = [...node.attributes].find((attribute) => attribute.localName === 'nameEn')?.value;
    elements.set(node.id, {
      type: node.localName,
      name: { ...(name ? { 'zh-CN': name } : {}), ...(en ? { en } : {}) },
      source: node.getAttribute('sourceRef'),
    });
  }
  return elements;
}
