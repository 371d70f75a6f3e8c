/** The editor of each field type's settings; types without settings have none. */

import type { ComponentType } from 'react';
import type { FieldTypeKey } from '@tessera/contract';
import { AutoNumberOptionsEditor } from './auto-number-options.tsx';
import { ButtonOptionsEditor } from './button-options.tsx';
import { ChoiceOptionsEditor } from './choice-options.tsx';
import { FormulaOptionsEditor, LookupOptionsEditor, RollupOptionsEditor } from './computed-options.tsx';
import { RelationOptionsEditor, SubformOptionsEditor } from './link-options.tsx';
import { NumberOptionsEditor } from './number-options.tsx';
import type { OptionEditorProps } from './option-editor.tsx';
import { FileOptionsEditor, MembersOptionsEditor, ModifiedOptionsEditor, RatingOptionsEditor, RegionOptionsEditor } from './small-options.tsx';
import { TextOptionsEditor } from './text-options.tsx';

export const FIELD_OPTION_EDITORS: Readonly<Partial<Record<FieldTypeKey, ComponentType<OptionEditorProps>>>> = {
  text: TextOptionsEditor,
  longText: TextOptionsEditor,
  number: NumberOptionsEditor,
  money: NumberOptionsEditor,
  percent: NumberOptionsEditor,
  rating: RatingOptionsEditor,
  region: RegionOptionsEditor,
  select: ChoiceOptionsEditor,
  multiSelect: ChoiceOptionsEditor,
  autoNumber: AutoNumberOptionsEditor,
  members: MembersOptionsEditor,
  file: FileOptionsEditor,
  image: FileOptionsEditor,
  relation: RelationOptionsEditor,
  subform: SubformOptionsEditor,
  formula: FormulaOptionsEditor,
  lookup: LookupOptionsEditor,
  rollup: RollupOptionsEditor,
  modifiedAt: ModifiedOptionsEditor,
  modifiedBy: ModifiedOptionsEditor,
  button: ButtonOptionsEditor,
};
