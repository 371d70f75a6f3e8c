/** The template packages that came with this server, read from their folder when first asked for. */

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { AppError } from '@tessera/contract';
import { loadTemplatePackage, type TemplatePackage } from '@tessera/templates';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { TemplateNotFound } from './installer-errors.ts';

const TEXTS = /\.(json|bpmn|csv)$/;

interface Loaded {
  readonly packages: ReadonlyMap<string, TemplatePackage>;
  /** Why the package in a folder cannot be used. */
  readonly broken: ReadonlyMap<string, AppError>;
}

@Injectable()
export class TemplatePackages {
  private loaded: Promise<Loaded> | undefined;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  async list(): Promise<TemplatePackage[]> {
    return [...(await this.all()).packages.values()];
  }

  async get(key: string): Promise<TemplatePackage> {
    const { packages, broken } = await this.all();
    const found = packages.get(key);
    if (!found) throw broken.get(key) ?? TemplateNotFound({});
    return found;
  }

  private all(): Promise<Loaded> {
    this.loaded ??= this.load().catch((error: unknown) => {
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }

  private async load(): Promise<Loaded> {
    const { templatesDir } = this.config;
    const folders = (await readdir(templatesDir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const packages = new Map<string, TemplatePackage>();
    const broken = new Map<string, AppError>();
    for (const { name } of folders) {
      const loaded = loadTemplatePackage(await readTexts(join(templatesDir, name)));
      if (loaded.ok) packages.set(loaded.value.manifest.key, loaded.value);
      else broken.set(name, loaded.problem);
    }
    for (const [folder, problem] of broken) this.log.warn('a template package cannot be used', { folder, code: problem.code, problems: problem.fields.map(({ path, code }) => `${path} ${code}`) });
    return { packages, broken };
  }
}

export async function readTexts(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = new Map<string, string>();
  for (const entry of entries.filter((one) => one.isFile() && TEXTS.test(one.name))) {
    const path = join(entry.parentPath, entry.name);
    texts.set(relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8'));
  }
  return texts;
}
