/** One widget a field type, by the name libs/model gives it. A new field type brings its line. */

import type { ComponentType } from 'react';
import type { FieldWidgetProps } from '../form-context.ts';
import { CheckboxWidget, MultiSelectWidget, SelectWidget } from './choice-widgets.tsx';
import { MoneyWidget, NumberWidget, PercentWidget } from './decimal-widgets.tsx';
import { ReadOnlyWidget } from './read-only-widget.tsx';
import { FileWidget, ImageWidget, SignatureWidget } from './file-widgets.tsx';
import { ButtonWidget } from './button-widget.tsx';
import { IdCardWidget } from './id-card-widget.tsx';
import { AddressWidget, GeoPointWidget, RegionWidget } from './place-widgets.tsx';
import { DepartmentWidget, MemberWidget, MembersWidget, RelationWidget } from './reference-widgets.tsx';
import { RichTextWidget } from './rich-text-widget.tsx';
import { ProgressWidget, RatingWidget } from './scale-widgets.tsx';
import { EmailWidget, LongTextWidget, PhoneWidget, TextWidget, UrlWidget } from './text-widgets.tsx';
import { ClockWidget, DateWidget, DatetimeWidget, DurationWidget } from './time-widgets.tsx';

/** Every widget but `table`, whose cells are made of these. */
export const CELL_WIDGETS: Readonly<Record<string, ComponentType<FieldWidgetProps>>> = {
  text: TextWidget,
  longText: LongTextWidget,
  richText: RichTextWidget,
  number: NumberWidget,
  money: MoneyWidget,
  percent: PercentWidget,
  date: DateWidget,
  rating: RatingWidget,
  progress: ProgressWidget,
  datetime: DatetimeWidget,
  time: ClockWidget,
  duration: DurationWidget,
  checkbox: CheckboxWidget,
  select: SelectWidget,
  multiSelect: MultiSelectWidget,
  phone: PhoneWidget,
  email: EmailWidget,
  url: UrlWidget,
  idCard: IdCardWidget,
  region: RegionWidget,
  address: AddressWidget,
  geoPoint: GeoPointWidget,
  member: MemberWidget,
  members: MembersWidget,
  department: DepartmentWidget,
  file: FileWidget,
  image: ImageWidget,
  signature: SignatureWidget,
  relation: RelationWidget,
  autoNumber: ReadOnlyWidget,
  formula: ReadOnlyWidget,
  rollup: ReadOnlyWidget,
  lookup: ReadOnlyWidget,
  modifiedAt: ReadOnlyWidget,
  modifiedBy: ReadOnlyWidget,
  button: ButtonWidget,
  recordId: ReadOnlyWidget,
  recordVersion: ReadOnlyWidget,
};
