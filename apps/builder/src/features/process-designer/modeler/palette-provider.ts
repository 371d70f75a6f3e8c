/** The palette with the elements we execute. Takes the place of the default provider of bpmn-js. */

import type Palette from 'diagram-js/lib/features/palette/Palette';
import type { PaletteEntries } from 'diagram-js/lib/features/palette/PaletteProvider';
import type Create from 'diagram-js/lib/features/create/Create';
import type GlobalConnect from 'diagram-js/lib/features/global-connect/GlobalConnect';
import type HandTool from 'diagram-js/lib/features/hand-tool/HandTool';
import type LassoTool from 'diagram-js/lib/features/lasso-tool/LassoTool';
import type SpaceTool from 'diagram-js/lib/features/space-tool/SpaceTool';
import type ElementFactory from 'bpmn-js/lib/features/modeling/ElementFactory';
import { PALETTE_ELEMENTS } from './executed-elements.ts';

type Translate = (text: string) => string;

export class ExecutedPaletteProvider {
  static $inject = ['palette', 'create', 'elementFactory', 'handTool', 'lassoTool', 'spaceTool', 'globalConnect', 'translate'];

  private readonly create: Create;
  private readonly elementFactory: ElementFactory;
  private readonly handTool: HandTool;
  private readonly lassoTool: LassoTool;
  private readonly spaceTool: SpaceTool;
  private readonly globalConnect: GlobalConnect;
  private readonly translate: Translate;

  constructor(
    palette: Palette, create: Create, elementFactory: ElementFactory, handTool: HandTool,
    lassoTool: LassoTool, spaceTool: SpaceTool, globalConnect: GlobalConnect, translate: Translate,
  ) {
    this.create = create;
    this.elementFactory = elementFactory;
    this.handTool = handTool;
    this.lassoTool = lassoTool;
    this.spaceTool = spaceTool;
    this.globalConnect = globalConnect;
    this.translate = translate;
    palette.registerProvider(this);
  }

  getPaletteEntries(): PaletteEntries {
    const tool = (className: string, title: string, click: (event: Event) => void) => ({ group: 'tools', className, title: this.translate(title), action: { click } });
    const entries: Record<string, unknown> = {
      'hand-tool': tool('bpmn-icon-hand-tool', 'Activate hand tool', (event) => this.handTool.activateHand(event as never)),
      'lasso-tool': tool('bpmn-icon-lasso-tool', 'Activate lasso tool', (event) => this.lassoTool.activateSelection(event as never)),
      'space-tool': tool('bpmn-icon-space-tool', 'Activate create/remove space tool', (event) => this.spaceTool.activateSelection(event as never, false, false)),
      'global-connect-tool': tool('bpmn-icon-connection-multi', 'Activate global connect tool', (event) => this.globalConnect.start(event as never, false)),
      'tool-separator': { group: 'tools', separator: true },
    };
    for (const element of PALETTE_ELEMENTS) {
      const start = (event: Event): void => {
        const shape = element.type === 'bpmn:Participant' ? this.elementFactory.createParticipantShape() : this.elementFactory.createShape({ type: element.type, ...element.attributes } as never);
        this.create.start(event as never, shape as never);
      };
      entries[`create.${element.id}`] = { group: element.group, className: element.className, title: this.translate(element.title), action: { dragstart: start, click: start } };
    }
    return entries as PaletteEntries;
  }
}
