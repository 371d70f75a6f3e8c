/** The editor of each field type's settings; types without settings have none. */

import type { ComponentType } from 'react';
import type { FieldTypeKey } from '@tessera/contract';
import { AutoNumberOptionsEditor } from './auto-number-options.tsx';
import { ChoiceOptionsEditor } from './choice-options.tsx';
import { FormulaOptionsEditor, RollupOptionsEditor } from './computed-options.tsx';
import { RelationOptionsEditor, SubformOptionsEditor } from './link-options.tsx';
import { NumberOptionsEditor } from './number-options.tsx';
import type { OptionEditorProps } from './option-editor.tsx';
import { TextOptionsEditor } from './text-options.tsx';

export const FIELD_OPTION_EDITORS: Readonly<Partial<Record<FieldTypeKey, ComponentType<OptionEditorProps>>>> = {
  text: TextOptionsEditor,
  longText: TextOptionsEditor,
  number: NumberOptionsEditor,
  money: NumberOptionsEditor,
  percent: NumberOptionsEditor,
  select: ChoiceOptionsEditor,
  multiSelect: ChoiceOptionsEditor,
  autoNumber: AutoNumberOptionsEditor,
  relation: RelationOptionsEditor,
  subform: SubformOptionsEditor,
  formula: FormulaOptionsEditor,
  rollup: RollupOptionsEditor,
};
