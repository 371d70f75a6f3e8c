/**
 * Settings a person gives from outside. Secrets are made on first use and kept in the database (see
 * secrets.ts) or, for the embedded Postgres, in the data directory; the keys of encrypted fields may be given.
 */

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineError } from '@tessera/contract';

export const SettingInvalid = defineError<{ name: string; value: string; wanted: string }>({
  code: 'SETTING_INVALID',
  status: 500,
  message: {
    en: ({ name, value, wanted }) => `The setting ${name} is "${value}"; it must be ${wanted}.`,
    'zh-CN': ({ name, value, wanted }) => `设置 ${name} 的值为“${value}”；应为 ${wanted}。`,
  },
});

export interface OidcConfig {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people call the provider. */
  readonly label: string;
  /** Its address may be http, for one that runs on this machine. */
  readonly allowHttp: boolean;
}

/** A class, so that Nest can inject it. */
export class Config {
  /** 0 picks a free port. */
  port = 3000;
  host = '127.0.0.1';
  dataDir = resolve('data');
  /** Undefined: the embedded Postgres of the data directory. */
  databaseUrl: string | undefined = undefined;
  /** Where people reach this server, e.g. `https://crm.example.com`; undefined: whatever they typed. */
  publicUrl: URL | undefined = undefined;
  /** How many proxies of ours stand before us; X-Forwarded-* beyond the last of them is what a visitor wrote. */
  trustProxy = 0;
  poolSize = 16;
  logLevel = 'info';
  /** Keys of encrypted fields, the newest first (field-cipher.ts); undefined: one that is made on first use. */
  fieldKey: string | undefined = undefined;
  /** The server that takes our mail, `smtp(s)://user:password@host:port`; undefined: no mail is sent. */
  smtpUrl: string | undefined = undefined;
  /** Whom our mail is from: `crm@example.com` or `CRM <crm@example.com>`. */
  mailFrom: string | undefined = undefined;
  /** The OpenID provider people may sign in with; needs `publicUrl`, to which it leads back. */
  oidc: OidcConfig | undefined = undefined;
  /** The built browser app; undefined when there is none (tests, `npm run dev`). */
  builderDir: string | undefined = undefined;
  templatesDir = '';
  /** Every answer is held against the contract; for tests. */
  checkAnswers = false;

  static with(settings: Partial<Config>): Config {
    return Object.assign(new Config(), { templatesDir: findTemplates() }, settings);
  }
}

export function loadConfig(env: NodeJS.ProcessEnv): Config {
  return Config.with({
    port: wholeNumber(env, 'PORT', 3000, 0, 65_535),
    host: env['HOST'] || '127.0.0.1',
    dataDir: resolve(env['DATA_DIR'] || 'data'),
    databaseUrl: env['DATABASE_URL'] || undefined,
    publicUrl: address(env, 'PUBLIC_URL'),
    trustProxy: env['TRUST_PROXY'] === 'true' ? 1 : wholeNumber(env, 'TRUST_PROXY', 0, 0, 10),
    poolSize: wholeNumber(env, 'DATABASE_POOL', 16, 2, 500),
    logLevel: env['LOG_LEVEL'] || 'info',
    fieldKey: env['TESSERA_FIELD_KEY'] || undefined,
    ...mail(env),
    oidc: oidc(env),
    builderDir: findBuilder(),
  });
}

function mail(env: NodeJS.ProcessEnv): Pick<Config, 'smtpUrl' | 'mailFrom'> {
  const [smtpUrl, mailFrom] = [env['SMTP_URL'] || undefined, env['MAIL_FROM'] || undefined];
  // The value may hold a password.
  if (smtpUrl !== undefined && !(URL.canParse(smtpUrl) && /^smtps?:/.test(smtpUrl))) throw SettingInvalid({ name: 'SMTP_URL', value: '…', wanted: 'smtp(s)://...' });
  if (smtpUrl !== undefined && !/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/.test(mailFrom ?? '')) throw SettingInvalid({ name: 'MAIL_FROM', value: mailFrom ?? '', wanted: 'crm@example.com' });
  return { smtpUrl, mailFrom };
}

function oidc(env: NodeJS.ProcessEnv): OidcConfig | undefined {
  const issuer = address(env, 'OIDC_ISSUER');
  if (!issuer) return undefined;
  const [clientId, clientSecret] = [env['OIDC_CLIENT_ID'] ?? '', env['OIDC_CLIENT_SECRET'] ?? ''];
  if (clientId === '') throw SettingInvalid({ name: 'OIDC_CLIENT_ID', value: '', wanted: 'the id that the provider knows us by' });
  if (clientSecret === '') throw SettingInvalid({ name: 'OIDC_CLIENT_SECRET', value: '', wanted: 'the secret that the provider gave us' });
  if (!env['PUBLIC_URL']) throw SettingInvalid({ name: 'PUBLIC_URL', value: '', wanted: 'the address the provider leads back to' });
  const allowHttp = env['OIDC_ALLOW_HTTP'] === 'true' && ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname);
  if (issuer.protocol !== 'https:' && !allowHttp) throw SettingInvalid({ name: 'OIDC_ISSUER', value: issuer.href, wanted: 'https://...' });
  return { issuer, clientId, clientSecret, label: env['OIDC_LABEL'] || issuer.host, allowHttp };
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, preset: number, min: number, max: number): number {
  const text = env[name];
  if (!text) return preset;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw SettingInvalid({ name, value: text, wanted: `${min}-${max}` });
  }
  return value;
}

function address(env: NodeJS.ProcessEnv, name: string): URL | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw SettingInvalid({ name, value: text, wanted: 'http(s)://...' });
  return new URL(text);
}

/** dist/server/main.js has the builder and the templates beside it; the sources have them further away. */
const here = dirname(fileURLToPath(import.meta.url));

function findBuilder(): string | undefined {
  const built = join(here, '../builder');
  return existsSync(join(built, 'index.html')) ? built : undefined;
}

/** The sources come first: `../templates` beside them is a feature of the server. */
function findTemplates(): string {
  const packages = join(here, '../../../../libs/templates/packages');
  return existsSync(packages) ? packages : join(here, '../templates');
}
