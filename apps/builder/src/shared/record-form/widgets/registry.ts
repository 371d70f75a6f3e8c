/** One widget a field type, by the name libs/model gives it. A new field type brings its line. */

import type { ComponentType } from 'react';
import type { FieldWidgetProps } from '../form-context.ts';
import { CheckboxWidget, MultiSelectWidget, SelectWidget } from './choice-widgets.tsx';
import { MoneyWidget, NumberWidget, PercentWidget } from './decimal-widgets.tsx';
import { ReadOnlyWidget } from './read-only-widget.tsx';
import { MemberWidget, RelationWidget } from './reference-widgets.tsx';
import { EmailWidget, LongTextWidget, PhoneWidget, TextWidget, UrlWidget } from './text-widgets.tsx';
import { DateWidget, DatetimeWidget } from './time-widgets.tsx';

/** Every widget but `table`, whose cells are made of these. */
export const CELL_WIDGETS: Readonly<Record<string, ComponentType<FieldWidgetProps>>> = {
  text: TextWidget,
  longText: LongTextWidget,
  number: NumberWidget,
  money: MoneyWidget,
  percent: PercentWidget,
  date: DateWidget,
  datetime: DatetimeWidget,
  checkbox: CheckboxWidget,
  select: SelectWidget,
  multiSelect: MultiSelectWidget,
  phone: PhoneWidget,
  email: EmailWidget,
  url: UrlWidget,
  member: MemberWidget,
  relation: RelationWidget,
  autoNumber: ReadOnlyWidget,
  formula: ReadOnlyWidget,
  rollup: ReadOnlyWidget,
  recordId: ReadOnlyWidget,
  recordVersion: ReadOnlyWidget,
};
