/** The "change element" menu without what we do not execute; loops and multi-instances are not offered either. */

import ReplaceMenuProvider from 'bpmn-js/lib/features/popup-menu/ReplaceMenuProvider';
import type { PopupMenuTarget } from 'diagram-js/lib/features/popup-menu/PopupMenu';
import type { PopupMenuEntries, PopupMenuHeaderEntries } from 'diagram-js/lib/features/popup-menu/PopupMenuProvider';
import { isKeptReplacement, keepEntries } from './executed-elements.ts';

export class ExecutedReplaceMenuProvider extends ReplaceMenuProvider {
  static override $inject = ReplaceMenuProvider.$inject;

  override getPopupMenuEntries(target: PopupMenuTarget): PopupMenuEntries {
    return keepEntries(super.getPopupMenuEntries(target) as Record<string, never>, isKeptReplacement) as PopupMenuEntries;
  }

  override getPopupMenuHeaderEntries(): PopupMenuHeaderEntries {
    return {} as PopupMenuHeaderEntries;
  }
}
