/**
 * A province, city or district of China: the six-digit code of GB/T 2260. A filter asks for everything within a
 * province or city by `startsWith` of its first two or four digits.
 */

import { ok, type FieldDocument, type RegionOptions } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { isRegionOf, regionText, regions, type RegionLevel } from '../../values/regions.ts';
import { toHalfWidth } from '../../values/plain-text.ts';
import { baseType, cellText, objectSchema, optionsOf, refuseText } from '../base.ts';
import { EQUALITY } from '../operators.ts';

const levelOf = (field: FieldDocument): RegionLevel => optionsOf<RegionOptions>(field).level ?? 'district';

export const region: FieldType = {
  ...baseType,
  key: 'region',
  label: { 'zh-CN': '地区', en: 'Region' },
  optionsSchema: objectSchema({ level: { type: 'string', enum: ['province', 'city', 'district'] } }),
  valueKind: 'text',
  widget: 'region',
  formulaType: 'text',
  operators: [...EQUALITY, 'startsWith'],
  column: () => 'text',
  valueSchema: (field) => ({ type: 'string', format: 'region', regionLevel: levelOf(field) }),
  widgetOptions: (field) => ({ level: levelOf(field) }),
  /** A code, or names from the province or city down: "310115", "上海市浦东新区", "江苏 / 南京 / 玄武区". */
  parseText: (text, field) => {
    const cell = cellText(toHalfWidth(text));
    if (cell === null) return ok(null);
    if (isRegionOf(levelOf(field), cell)) return ok(cell);
    const found = regions()?.read(cell);
    return found && found.rest === '' && isRegionOf(levelOf(field), found.code) ? ok(found.code) : refuseText('FIELD_NOT_REGION', field);
  },
  formatText: (value) => (typeof value === 'string' ? regionText(value) : ''),
};
