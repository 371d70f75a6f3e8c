import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FIELD_TYPES, FILTER_OPERATORS, LOCALES, type FieldTypeKey, type FilterOperator } from '@tessera/contract';
import { compileDesign } from '../compile/compile-design.ts';
import type { FieldType, ValueKind } from '../field-type.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { chinaRegions } from '../regions/index.ts';
import { createAjv } from '../schema/ajv.ts';
import { entity, field } from '../testing/documents.ts';
import { MANY_SAMPLE, TYPE_SAMPLES, type TypeSample } from '../testing/samples.ts';
import { ZONE, optionsAreValid } from '../testing/values.ts';
import { provideRegions } from '../values/regions.ts';
import { columnType, fieldType, listFieldTypes, operatorsOf, typeOf } from './registry.ts';

provideRegions(chinaRegions);

const here = dirname(fileURLToPath(import.meta.url));
const samples: [string, TypeSample][] = [...(Object.entries(TYPE_SAMPLES) as [FieldTypeKey, TypeSample][]), ['relation to many', MANY_SAMPLE]];
const valued = samples.filter(([, { values }]) => values !== null);
const traveling = valued.filter(([, { travels }]) => travels);

const designWith = ({ field: document }: TypeSample) => {
  const compiled = compileDesign([
    entity('thing', [field('name', 'text'), document, field('link', 'relation', { options: { entity: 'thing' } }), ...(document.type === 'subform' || document.type === 'rollup' ? [field('rows', 'subform', { options: { entity: document.type === 'subform' ? 'other' : 'row' } })] : [])]),
    entity('row', [field('name', 'text')], { parent: 'thing' }),
    entity('other', [field('name', 'text')], { parent: 'thing' }),
  ]);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem));
  return compiled.value;
};

describe('every field type', () => {
  it('of the contract is registered, sampled here, and has a folder with its spec', () => {
    expect(listFieldTypes().map(({ key }) => key).sort()).toEqual([...FIELD_TYPES].sort());
    expect(Object.keys(TYPE_SAMPLES).sort()).toEqual([...FIELD_TYPES].sort());
    const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(folders.sort()).toEqual([...FIELD_TYPES].sort());
    for (const key of FIELD_TYPES) expect([key, existsSync(join(here, key, `${key}.spec.ts`))]).toEqual([key, true]);
  });

  it('has a label of its own in every language, and a widget of its own', () => {
    for (const locale of LOCALES) expect(new Set(listFieldTypes().map(({ label }) => label[locale])).size).toBe(FIELD_TYPES.length);
    expect(new Set(listFieldTypes().map(({ widget }) => widget)).size).toBe(FIELD_TYPES.length);
  });

  it.each(samples)('%s takes the settings of its sample, and none it does not know', (_name, { field: document }) => {
    expect(optionsAreValid(document)).toBe(true);
    expect(optionsAreValid({ ...document, options: { ...document.options, no_such_setting: 1 } })).toBe(false);
  });

  it.each(valued)('%s has one spelling per value, and its schema takes it', (_name, { field: document, values }) => {
    const validate = createAjv().compile(typeOf(document).valueSchema(document, { entities: new Map() }));
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (value) => {
        expect(typeOf(document).canonical(value, document)).toEqual(value);
        expect([validate(value), validate.errors]).toEqual([true, null]);
        expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      }),
      { numRuns: 40 },
    );
  });

  it.each(valued)('%s is never harmed by what is no value: canonical settles, and what the schema takes stays taken', (_name, { field: document }) => {
    const type = typeOf(document);
    const validate = createAjv().compile(type.valueSchema(document, { entities: new Map() }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom('', ' ', '0', '-0.0', '1e5', 'NaN', null, [], {}, [null], [''], { id: 5 }, '٣')), (junk) => {
        const once = type.canonical(junk, document);
        expect(type.canonical(once, document)).toEqual(once);
        if (validate(junk)) expect(once === null || validate(once)).toBe(true);
        expect(typeof type.formatText(junk, document, { locale: 'en', timeZone: ZONE })).toBe('string');
      }),
      { numRuns: 80 },
    );
  });

  it.each(traveling)('%s comes back unchanged from what people read', (_name, { field: document, values }) => {
    const type = typeOf(document);
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, fc.constantFrom(...LOCALES), (value, locale) => {
        const env = { locale, timeZone: ZONE };
        const parsed = type.parseText(type.formatText(value, document, env), document, env);
        expect(parsed.ok && type.canonical(parsed.value, document)).toEqual(value);
      }),
      { numRuns: 40 },
    );
  });

  it.each(samples)('%s reads any cell as a value its schema takes, nothing, or a problem in words', (_name, { field: document }) => {
    const type = typeOf(document);
    const validate = createAjv().compile(type.valueSchema(document, { entities: new Map() }));
    const cells = fc.oneof(fc.string(), fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom('', ' ', '0', '1', '是', '2024-01-05', '12:30', '50%', '★', '上海', 'null', '=1+1', '-', '1,000', ',,,', '、'));
    fc.assert(
      fc.property(cells, (text) => {
        const parsed = type.parseText(text, document, { locale: 'zh-CN', timeZone: ZONE });
        if (!parsed.ok) for (const locale of LOCALES) expect(parsed.problem.message[locale]).not.toBe('');
        else expect([text, parsed.value === null || validate(parsed.value)]).toEqual([text, true]);
      }),
      { numRuns: 80 },
    );
  });

  it.each(samples)('%s reads and shows even the longest and most tedious text', (_name, { field: document }) => {
    const type = typeOf(document);
    const env = { locale: 'en', timeZone: ZONE } as const;
    for (const unit of [' ', '1 ', '1', ':', '，', '、', '<', '</p>', '&', '★', '市', '上海', '1h', '-', '%', 'a@', '.', '\n', '(']) {
      const long = `1${unit.repeat(200_000 / unit.length)}x`;
      const parsed = type.parseText(long, document, env);
      if (!parsed.ok) expect(parsed.problem.message.en.length).toBeLessThan(300);
      expect(type.formatText(type.canonical(long, document), document, env).length).toBeLessThanOrEqual(long.length);
    }
  });

  it.each(samples)('%s reads an operand for each operator it declares, and refuses every other operator', (_name, sample) => {
    const design = designWith(sample);
    const model = design.entities.get('thing')?.fields.get('f');
    if (!model) throw new Error('no field');
    const [value] = sample.values ? fc.sample(sample.values, 1) : ['5'];
    const operators = operatorsOf(model);
    expect(new Set(operators).size).toBe(operators.length);
    for (const op of FILTER_OPERATORS) {
      const read = parseFilter(design, 'thing', { field: 'f', op, ...operandFor(op, model.valueType.valueKind, value) }, () => true);
      expect([op, read.ok]).toEqual([op, operators.includes(op)]);
    }
  });

  it.each(samples)('%s has a column unless it is computed, rows, links or a button, and one type in formulas at most', (_name, { field: document }) => {
    const type = typeOf(document);
    const { valueKind } = type;
    const without = type.computes !== null || valueKind === 'rows' || valueKind === 'none' || (type.refersTo === 'record' && valueKind === 'uuidList');
    expect(columnType(document) === null).toBe(without);
    const fitting: Readonly<Record<ValueKind, readonly (FieldType['formulaType'])[]>> = {
      text: ['text', null], decimal: ['number'], integer: ['number'], boolean: ['boolean'], date: ['date'], datetime: ['datetime'], uuid: ['text'],
      textList: ['textList'], uuidList: ['textList'], json: [null], rows: [null], computed: [null], none: [null],
    };
    expect(fitting[valueKind]).toContain(type.formulaType);
  });
});

describe('compileDesign', () => {
  const anything = fc.dictionary(fc.constantFrom('entity', 'relation', 'field', 'fields', 'subform', 'where', 'filter', 'choices', 'expression', 'set', 'url', 'action', 'max', 'scale', 'pattern', 'x'), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('setFields', 'openUrl', 'thing', 'link', 'f', { and: [] }, [{}])), { maxKeys: 4 });

  it.each(FIELD_TYPES)('of a %s with any settings whatever gives a design or problems', (type) => {
    fc.assert(
      fc.property(anything, fc.boolean(), fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 1 })), (options, cut, preset) => {
        const document = { ...field('f', type, { options }), ...(preset === undefined ? {} : { default: preset }) };
        const compiled = compileDesign([entity('thing', [field('name', 'text'), document, field('link', 'relation', { options: { entity: 'thing' } })])], { cut });
        expect(typeof compiled.ok).toBe('boolean');
        const model = compiled.ok ? compiled.value.entities.get('thing')?.fields.get('f') : undefined;
        if (model) expect(typeof model.valueType.formatText(null, model.valueDocument, { locale: 'en', timeZone: ZONE })).toBe('string');
        if (compiled.ok && !cut) expect(model).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('an encrypted field', () => {
  it.each(FIELD_TYPES.filter((key) => fieldType(key).mayBeEncrypted))('of type %s is a text in its column that only equality can ask for', (key) => {
    const document = { ...TYPE_SAMPLES[key].field, encrypted: true };
    const type = typeOf(document);
    expect(columnType(document)).toBe('text');
    expect(type).toMatchObject({ key, sortable: false, searchable: false, formulaType: null, operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty', 'isNotEmpty'] });
    expect(type.valueKind).toBe(fieldType(key).valueKind);
  });

  it('is text, longText, phone, email, idCard, number, money or url', () => {
    expect(FIELD_TYPES.filter((key) => fieldType(key).mayBeEncrypted).sort()).toEqual(['email', 'idCard', 'longText', 'money', 'number', 'phone', 'text', 'url']);
  });
});

function operandFor(op: FilterOperator, kind: ValueKind, value: unknown): { value?: unknown } {
  const single = Array.isArray(value) ? (value[0] as unknown) : value;
  if (op === 'isEmpty' || op === 'isNotEmpty') return {};
  if (op === 'in' || op === 'notIn') return { value: [single] };
  if (op === 'between') return { value: [single, single] };
  if (op === 'within' || op === 'notWithin') return { value: { period: 'week', offset: 0 } };
  if (kind === 'json') return { value: 'x' };
  return { value: kind === 'integer' ? 5 : single };
}
