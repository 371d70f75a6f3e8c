/**
 * Reads a template package from the texts of its files and checks every one against its JSON Schema.
 * Pure: the caller brings the files, and installs what comes back through the same doors as a person's
 * clicks. What the documents mean together (relations, formulas, rights) is checked there, not here.
 */

import Ajv from 'ajv';
import type { TSchema } from 'typebox';
import {
  EntityDocument,
  FormDocument,
  LOCALES,
  RoleDocument,
  TEMPLATE_FORMAT,
  TemplateManifest,
  ViewDocument,
  fail,
  ok,
  type AppError,
  type FieldProblemInput,
  type Locale,
  type LocalizedText,
  type Result,
} from '@tessera/contract';
import { TemplateInvalid, TemplateTooNew } from './template-errors.ts';
import { parseSampleTable, type SampleTable } from './sample-table.ts';

export interface TemplateProcess {
  readonly key: string;
  readonly label: LocalizedText;
  readonly entity: string;
  /** BPMN 2.0 XML. */
  readonly xml: string;
}

export interface TemplatePackage {
  readonly manifest: TemplateManifest;
  readonly entities: readonly EntityDocument[];
  readonly forms: readonly FormDocument[];
  readonly views: readonly ViewDocument[];
  readonly roles: readonly RoleDocument[];
  readonly processes: readonly TemplateProcess[];
  /** Per language, in the manifest's order; a language without samples has an empty list. */
  readonly samples: Readonly<Record<Locale, readonly SampleTable[]>>;
}

const ajv = new Ajv({ allErrors: true, strict: false });

/**
 * `files`: path inside the package folder (with `/`) to text. Fails with TEMPLATE_TOO_NEW when the package is
 * written for a newer format, else with TEMPLATE_INVALID naming every file and place that is wrong.
 */
export function loadTemplatePackage(files: ReadonlyMap<string, string>): Result<TemplatePackage, AppError> {
  const problems: FieldProblemInput[] = [];
  const manifest = readManifest(files, problems);
  if (manifest && 'tooNew' in manifest) {
    return fail(TemplateTooNew({ format: String(manifest.tooNew), supported: TEMPLATE_FORMAT }));
  }
  if (!manifest) return fail(TemplateInvalid({}, { fields: problems }));

  const documents = <T extends { readonly key: string }>(folder: string, keys: readonly string[], schema: TSchema): T[] =>
    keys.flatMap((key) => {
      const path = `${folder}/${key}.json`;
      const document = readJson<T>(files, path, schema, problems);
      if (!document) return [];
      if (document.key === key) return [document];
      problems.push(problem(path, 'TEMPLATE_KEY_MISMATCH', `is named ${key} but holds "${document.key}".`, `的文件名与其中的 key“${document.key}”不一致。`));
      return [];
    });

  const loaded: TemplatePackage = {
    manifest,
    entities: documents<EntityDocument>('entities', manifest.entities, EntityDocument),
    forms: documents<FormDocument>('forms', manifest.forms, FormDocument),
    views: documents<ViewDocument>('views', manifest.views, ViewDocument),
    roles: documents<RoleDocument>('roles', manifest.roles, RoleDocument),
    processes: manifest.processes.flatMap((process) => {
      const path = `processes/${process.key}.bpmn`;
      const xml = files.get(path);
      if (xml !== undefined) return [{ ...process, xml }];
      problems.push(missing(path));
      return [];
    }),
    samples: readSamples(files, manifest, problems),
  };
  problems.push(...strayReferences(loaded));
  return problems.length === 0 ? ok(loaded) : fail(TemplateInvalid({}, { fields: problems }));
}

function readManifest(
  files: ReadonlyMap<string, string>,
  problems: FieldProblemInput[],
): TemplateManifest | { readonly tooNew: unknown } | null {
  const text = files.get('manifest.json');
  if (text === undefined) {
    problems.push(missing('manifest.json'));
    return null;
  }
  const raw = parseJson(text, 'manifest.json', problems);
  // Before the schema: a newer format may well have other properties.
  if (isObject(raw) && typeof raw.format === 'number' && raw.format > TEMPLATE_FORMAT) return { tooNew: raw.format };
  return readJson<TemplateManifest>(files, 'manifest.json', TemplateManifest, problems);
}

function readSamples(
  files: ReadonlyMap<string, string>,
  manifest: TemplateManifest,
  problems: FieldProblemInput[],
): Record<Locale, readonly SampleTable[]> {
  const samples: Record<Locale, readonly SampleTable[]> = { 'zh-CN': [], en: [] };
  for (const locale of LOCALES) {
    if (!manifest.languages.includes(locale)) continue;
    samples[locale] = manifest.samples.flatMap((entity) => {
      const path = `samples/${locale}/${entity}.csv`;
      const text = files.get(path);
      if (text === undefined) {
        problems.push(missing(path));
        return [];
      }
      const table = parseSampleTable(entity, text);
      if (table.ok) return [table.value];
      problems.push(...table.problem.map((entry) => ({ ...entry, path: `${path}:${entry.path}` })));
      return [];
    });
  }
  return samples;
}

function strayReferences({ manifest, entities, forms, views, samples }: TemplatePackage): FieldProblemInput[] {
  const known = new Set(entities.map((entity) => entity.key));
  const fields = new Map(entities.map((entity) => [entity.key, new Set(entity.fields.map((field) => field.key))]));
  const unknownEntity = (path: string, key: string): FieldProblemInput[] =>
    known.has(key) ? [] : [problem(path, 'TEMPLATE_ENTITY_UNKNOWN', `names the entity "${key}", which the package does not hold.`, `引用了模板中不存在的实体“${key}”。`)];
  return [
    ...forms.flatMap((form) => unknownEntity(`forms/${form.key}.json`, form.entity)),
    ...views.flatMap((view) => unknownEntity(`views/${view.key}.json`, view.entity)),
    ...manifest.processes.flatMap((process) => unknownEntity(`processes/${process.key}.bpmn`, process.entity)),
    ...LOCALES.flatMap((locale) =>
      samples[locale].flatMap((table) =>
        table.columns
          .filter((column) => column !== 'owner' && !fields.get(table.entity)?.has(column))
          .map((column) => problem(`samples/${locale}/${table.entity}.csv`, 'TEMPLATE_COLUMN_UNKNOWN', `has the column "${column}", which is no field of the entity.`, `的列“${column}”不是该实体的字段。`)),
      ),
    ),
  ];
}

function readJson<T>(
  files: ReadonlyMap<string, string>,
  path: string,
  schema: TSchema,
  problems: FieldProblemInput[],
): T | null {
  const text = files.get(path);
  if (text === undefined) {
    problems.push(missing(path));
    return null;
  }
  const value = parseJson(text, path, problems);
  if (value === undefined) return null;
  const validate = ajv.compile(schema as object);
  if (validate(value)) return value as T;
  for (const error of validate.errors ?? []) {
    const place = `${path}${error.instancePath.replaceAll('/', '.')}`;
    problems.push(problem(place, 'TEMPLATE_FILE_INVALID', `${error.message ?? 'is not valid'}.`, `不符合格式要求（${error.keyword}）。`));
  }
  return null;
}

function parseJson(text: string, path: string, problems: FieldProblemInput[]): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (!problems.some((known) => known.path === path)) {
      problems.push(problem(path, 'TEMPLATE_FILE_NOT_JSON', 'is not JSON.', '不是有效的 JSON 文件。'));
    }
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const missing = (path: string): FieldProblemInput => problem(path, 'TEMPLATE_FILE_MISSING', 'is missing.', '缺失。');

const problem = (path: string, code: string, en: string, zh: string): FieldProblemInput => ({
  path,
  code,
  message: { en: `${path} ${en}`, 'zh-CN': `${path} ${zh}` },
});
