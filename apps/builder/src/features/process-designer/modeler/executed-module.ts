/** The didi module that makes a BPMN modeler ours. */

import { ExecutedContextPadProvider } from './context-pad-provider.ts';
import { ExecutedPaletteProvider } from './palette-provider.ts';
import { ExecutedReplaceMenuProvider } from './replace-menu-provider.ts';
import { SeveralChangesRegistration } from './several-changes.ts';

export const executedModule = {
  __init__: ['severalChanges'],
  severalChanges: ['type', SeveralChangesRegistration],
  paletteProvider: ['type', ExecutedPaletteProvider],
  contextPadProvider: ['type', ExecutedContextPadProvider],
  replaceMenuProvider: ['type', ExecutedReplaceMenuProvider],
};
