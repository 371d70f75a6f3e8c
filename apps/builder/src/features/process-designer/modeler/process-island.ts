/**
 * The modeler behind a small typed surface; the only module that knows bpmn-js. React reads `snapshot`, which
 * is a new value after every change of the model or the selection, and writes through the methods, all of
 * which go over the command stack. Loaded lazily with everything it imports.
 */

import Modeler from 'bpmn-js/lib/Modeler';
import type BpmnFactory from 'bpmn-js/lib/features/modeling/BpmnFactory';
import type Modeling from 'bpmn-js/lib/features/modeling/Modeling';
import type { Element } from 'bpmn-js/lib/model/Types';
import type CommandStack from 'diagram-js/lib/command/CommandStack';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';
import type Overlays from 'diagram-js/lib/features/overlays/Overlays';
import type Selection from 'diagram-js/lib/features/selection/Selection';
import type ZoomScroll from 'diagram-js/lib/navigation/zoomscroll/ZoomScroll';
import type { Locale } from '@tessera/contract';
import { tesseraModdle, type ProcessProblem } from '@tessera/process';
import { exchangeNames, type NamedModdle } from '../../../shared/bpmn/bilingual-names.ts';
import '../../../shared/bpmn/bpmn-look.ts';
import { fontOf, loadFontFor, prepareDefinitions, textOptions } from '../../../shared/bpmn/diagram-text.ts';
import { showWhole } from '../../../shared/bpmn/show-whole.ts';
import { extensionsOf, performerAttributes, readSettings, type ElementSettings, type FieldSetting, type ModdleElement, type Performer } from '../element-settings.ts';
import { executedModule } from './executed-module.ts';
import './process-island.css';
import { showProblems } from './problem-marks.ts';
import { asOneStep } from './several-changes.ts';
import { translateModule } from './translate.ts';

export interface IslandSnapshot {
  /** What is selected; the process when nothing is. Null before a file is open. */
  readonly settings: ElementSettings | null;
  readonly selected: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** User tasks in the model, whose outcomes formulas may use. */
  readonly userTasks: readonly string[];
}

/** What a change is written to: the drawn element, and the model element behind it (for a pool, its process). */
interface Target {
  readonly element: Element;
  readonly moddle: ModdleElement;
}

/** Pixels the palette takes at the left; on a narrow screen it is not there. */
const PALETTE = 96;
const NARROW = 600;

const EMPTY: IslandSnapshot = { settings: null, selected: false, canUndo: false, canRedo: false, userTasks: [] };

export class ProcessIsland {
  snapshot: IslandSnapshot = EMPTY;
  private readonly modeler: Modeler;
  private readonly locale: Locale;
  private readonly font: string;
  private readonly listeners = new Set<() => void>();
  private readonly changeListeners = new Set<() => void>();

  constructor(container: HTMLElement, locale: Locale) {
    this.locale = locale;
    this.font = fontOf(container);
    this.modeler = new Modeler({
      container,
      moddleExtensions: { tessera: tesseraModdle as never },
      additionalModules: [executedModule as never, translateModule(locale) as never],
      textRenderer: textOptions(this.font),
    });
    this.modeler.on('import.parse.complete', ({ definitions }: { definitions?: NamedModdle }) => {
      if (definitions) prepareDefinitions(definitions, this.locale, this.service('textRenderer'));
    });
    this.modeler.on('selection.changed', () => this.refresh());
    this.modeler.on('commandStack.changed', () => {
      this.refresh();
      for (const listener of this.changeListeners) listener();
    });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** After every change of the model, undo and redo included. */
  onChange(listener: () => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  destroy(): void {
    this.modeler.destroy();
  }

  /** Rejects with the parser's words when the file is no diagram. */
  async open(xml: string): Promise<void> {
    await loadFontFor(xml, this.font);
    await this.modeler.importXML(xml);
    this.zoomToFit();
    this.refresh();
  }

  async toXml(): Promise<string> {
    const definitions = this.modeler.getDefinitions() as unknown as NamedModdle;
    if (this.locale === 'en') exchangeNames(definitions);
    try {
      const { xml } = await this.modeler.saveXML({ format: true });
      return xml ?? '';
    } finally {
      if (this.locale === 'en') exchangeNames(definitions);
    }
  }

  async toSvg(): Promise<string> {
    return (await this.modeler.saveSVG()).svg;
  }

  undo(): void {
    this.service<CommandStack>('commandStack').undo();
  }

  redo(): void {
    this.service<CommandStack>('commandStack').redo();
  }

  zoomToFit(): void {
    const canvas = this.service<Canvas>('canvas');
    showWhole(canvas, { top: 32, right: 64, bottom: 48, left: canvas.getSize().width < NARROW ? 16 : PALETTE });
  }

  /** The container has another size. */
  resized(): void {
    this.service<Canvas>('canvas').resized();
  }

  zoom(delta: 1 | -1): void {
    this.service<ZoomScroll>('zoomScroll').stepZoom(delta);
  }

  /** Selects an element and brings it into view; null selects the process. */
  select(id: string | null): void {
    const element = id === null ? undefined : (this.service<ElementRegistry>('elementRegistry').get(id) as Element | undefined);
    this.service<Selection>('selection').select(element && element.parent ? element : ([] as never));
    if (element?.parent) this.service<Canvas>('canvas').scrollToElement(element, { top: 80, bottom: 120, left: 120, right: 80 } as never);
  }

  markProblems(problems: readonly ProcessProblem[]): void {
    showProblems({ canvas: this.service('canvas'), overlays: this.service<Overlays>('overlays'), elementRegistry: this.service('elementRegistry') }, problems, (problem) => problem.message[this.locale]);
  }

  // ---- changes of what is selected, each one step of undo ---------------------------------------------

  /** `name` in the person's language, `other` in the other one; an empty text takes a name away. */
  setNames(name: string, other: string): void {
    this.setAttributes({ name: name || undefined, 'tessera:nameEn': other || undefined });
  }

  setAttributes(attributes: Readonly<Record<string, string | undefined>>): void {
    const target = this.target();
    if (!target) return;
    const modeling = this.service<Modeling>('modeling');
    if (target.moddle === (target.element.businessObject as ModdleElement)) modeling.updateProperties(target.element, attributes);
    else modeling.updateModdleProperties(target.element, target.moddle as never, attributes);
  }

  setPerformer(performer: Performer): void {
    this.setAttributes(performerAttributes(performer));
  }

  setWritable(fields: readonly string[]): void {
    this.setExtensions('tessera:FieldAccess', fields.map((field) => ({ field, access: 'write' })));
  }

  setFieldSettings(sets: readonly FieldSetting[]): void {
    this.setExtensions('tessera:SetField', sets);
  }

  setCondition(formula: string): void {
    const target = this.target();
    if (!target) return;
    const body = formula.trim();
    const expression = body === '' ? undefined : this.service<BpmnFactory>('bpmnFactory').create('bpmn:FormalExpression', { body });
    this.service<Modeling>('modeling').updateProperties(target.element, { conditionExpression: expression });
  }

  /** The flow that is taken when no condition holds; it has none itself. */
  setDefault(isDefault: boolean): void {
    const target = this.target();
    const source = (target?.element as { source?: Element } | undefined)?.source;
    if (!target || !source) return;
    const modeling = this.service<Modeling>('modeling');
    asOneStep(this.service('commandStack'), () => {
      modeling.updateProperties(source, { default: isDefault ? target.element.businessObject : undefined });
      if (isDefault) modeling.updateProperties(target.element, { conditionExpression: undefined });
    });
  }

  private setExtensions(type: string, rows: readonly object[]): void {
    const target = this.target();
    if (!target) return;
    const factory = this.service<BpmnFactory>('bpmnFactory');
    const before = (target.moddle.get('extensionElements') as ModdleElement | undefined)?.get('values') as readonly ModdleElement[] | undefined;
    const replaced = new Set(extensionsOf(target.moddle, type));
    const values = [...(before ?? []).filter((value) => !replaced.has(value)), ...rows.map((row) => factory.create(type, { ...row }))];
    const extensionElements = values.length > 0 ? factory.create('bpmn:ExtensionElements', { values }) : undefined;
    this.service<Modeling>('modeling').updateProperties(target.element, { extensionElements });
  }

  // ---- what the panel sees ----------------------------------------------------------------------------

  private refresh(): void {
    const target = this.target();
    const stack = this.service<CommandStack>('commandStack');
    const userTasks = this.service<ElementRegistry>('elementRegistry').filter((element) => element.type === 'bpmn:UserTask').map((element) => element.id);
    this.snapshot = {
      settings: target ? readSettings(target.moddle) : null,
      selected: this.service<Selection>('selection').get().length > 0,
      canUndo: stack.canUndo(),
      canRedo: stack.canRedo(),
      userTasks,
    };
    for (const listener of this.listeners) listener();
  }

  private target(): Target | null {
    const selected = this.service<Selection>('selection').get();
    if (selected.length === 1) return targetOf(selected[0] as Element);
    const root = this.service<Canvas>('canvas').getRootElement() as unknown as Element;
    if (!root.businessObject) return null;
    return root.type === 'bpmn:Collaboration' ? this.processOfPool(root) : { element: root, moddle: root.businessObject as ModdleElement };
  }

  private processOfPool(root: Element): Target | null {
    const pool = (root.children as Element[]).find((child) => (child.businessObject as ModdleElement).get('processRef') !== undefined);
    return pool ? targetOf(pool) : { element: root, moddle: root.businessObject as ModdleElement };
  }

  private service<Service>(name: string): Service {
    return this.modeler.get(name) as Service;
  }
}

/** A label stands for its element, a pool for the process in it. */
function targetOf(selected: Element): Target {
  const element = ((selected as { labelTarget?: Element }).labelTarget ?? selected) as Element;
  const moddle = element.businessObject as ModdleElement;
  const process = element.type === 'bpmn:Participant' ? (moddle.get('processRef') as ModdleElement | undefined) : undefined;
  return { element, moddle: process ?? moddle };
}
