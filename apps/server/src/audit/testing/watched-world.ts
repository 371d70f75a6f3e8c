/**
 * A workspace with sensitive fields, people who may read them more or less, and an auditor who may read nothing else: for
 * specs of the trail. `patient` has a plain name and city, a sensitive number, a secret that is encrypted, what is computed
 * from the number, and papers; visits of a patient have a sensitive diagnosis.
 */

import type { EntityDocument, FieldDocument, RoleDocument } from '@tessera/contract';
import { startTestServer, type TestAnswer, type TestBrowser, type TestServer, type TestServerOptions } from '../../testing/test-server.ts';
import { AuditTrail } from '../audit-trail.ts';
import { Refusals } from '../refusals.ts';
import { Sealer } from '../sealer.ts';

export const SCHEMA = 'ws_example';

const field = (key: string, type: string, more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type, label: { en: key, 'zh-CN': key }, ...more }) as FieldDocument;
const entity = (key: string, fields: FieldDocument[], more: Partial<EntityDocument> = {}): EntityDocument => ({ key, label: { en: key, 'zh-CN': key }, titleField: fields[0]?.key ?? '', fields, ...more });

const PATIENT = entity('patient', [
  field('name', 'text'),
  field('city', 'text'),
  field('id_no', 'text', { sensitive: true }),
  field('secret', 'text', { encrypted: true }),
  field('tail', 'formula', { options: { expression: 'RIGHT(id_no, 4)' } }),
  field('papers', 'file', { sensitive: true }),
]);
const VISIT = entity('visit', [field('title', 'text'), field('patient', 'relation', { options: { entity: 'patient' } }), field('diagnosis', 'text', { sensitive: true })]);

type Rule = RoleDocument['rules'][number];
const allow = (actions: Rule['actions'], of: string, more: Partial<Rule> = {}): Rule => ({ effect: 'allow', actions, entity: of, ...more });
const deny = (actions: Rule['actions'], of: string, more: Partial<Rule> = {}): Rule => ({ effect: 'deny', actions, entity: of, ...more });
const role = (key: string, rules: Rule[], more: Partial<RoleDocument> = {}): RoleDocument => ({ key, label: { en: key, 'zh-CN': key }, rules, ...more });

/** The desk sees the number masked, except of its own city; it knows nothing of the secret. */
export const ROLES = [
  role('doctor', ['patient', 'visit'].map((one) => allow(['read', 'create', 'update', 'delete', 'export', 'import'], one))),
  role('desk', [
    allow(['read'], 'patient', { fields: ['name', 'city', 'papers'] }),
    allow(['read'], 'patient', { fields: ['id_no'], mask: { start: 3, end: 0 } }),
    allow(['read'], 'patient', { fields: ['id_no'], where: { field: 'city', op: 'eq', value: 'Xi’an' } }),
    deny(['read'], 'patient', { where: { field: 'name', op: 'eq', value: 'Hidden' } }),
  ]),
  role('auditor', [], { capabilities: ['audit'] }),
];

export interface Entry {
  readonly id: string;
  readonly action: string;
  readonly actor: string | null;
  readonly actor_kind: string;
  readonly entity: string | null;
  readonly target: string;
  readonly fields: string[];
  readonly records: number | null;
  readonly record_ids: string[] | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly ip: string | null;
  readonly request: string | null;
}

export interface WatchedWorld {
  readonly server: TestServer;
  readonly admin: TestBrowser;
  readonly doctor: TestBrowser;
  readonly desk: TestBrowser;
  readonly auditor: TestBrowser;
  make(of: string, values: Record<string, unknown>): Promise<string>;
  /** What has been noted since it was asked last, oldest first. */
  news(): Promise<Entry[]>;
  seal(): Promise<number>;
}

export async function startWatchedWorld(options: TestServerOptions = {}): Promise<WatchedWorld> {
  const server = await startTestServer(options);
  const admin = await server.setup();
  for (const document of [PATIENT, VISIT]) sure(await admin.put(`/api/design/entities/${document.key}`, { version: 0, document }));
  for (const document of ROLES) sure(await admin.put(`/api/design/roles/${document.key}`, { version: 0, document }));
  const join = (name: string): Promise<TestBrowser> => server.join(admin, { name, email: `${name}@example.com`, roles: [name] });
  const [doctor, desk, auditor] = [await join('doctor'), await join('desk'), await join('auditor')];
  const seen = new Set<string>();
  const world: WatchedWorld = {
    server,
    admin,
    doctor,
    desk,
    auditor,
    make: async (of, values) => sure(await doctor.post(`/api/records/${of}`, { values })).id,
    news: async () => {
      await server.app.get(Refusals).settled();
      await server.app.get(AuditTrail).settled();
      const rows = (await server.db.query(`SELECT * FROM ${SCHEMA}._audit ORDER BY id`)) as unknown as Entry[];
      const fresh = rows.filter(({ id }) => !seen.has(id));
      fresh.forEach(({ id }) => seen.add(id));
      return fresh;
    },
    seal: () => server.app.get(Sealer).seal(SCHEMA),
  };
  await world.news();
  return world;
}

export function sure<Body>(answer: TestAnswer<Body>): Body {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}
