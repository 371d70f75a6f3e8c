/**
 * A server with the customer management template in it, for specs of records, processes and imports, and what they
 * hold against it: a picture of all stored rows, to prove that a refusal leaves no trace.
 */

import { expect, jest } from '@jest/globals';
import type { FieldDocument, RecordView, RoleDocument } from '@tessera/contract';
import { startTestServer, type TestAnswer, type TestBrowser, type TestServer, type TestServerOptions } from '../../testing/test-server.ts';

/** Installing takes a second, more on a machine that is busy. */
jest.setTimeout(60_000);

export const SCHEMA = 'ws_example';

export interface CrmServer extends TestServer {
  readonly admin: TestBrowser;
  /** Creates a record; throws unless it is created. */
  make(by: TestBrowser, entity: string, values: Record<string, unknown>, more?: { submit: boolean }): Promise<RecordView>;
  /** Adds a field as the form designer does when one is dragged onto the form of the same name. */
  dragOntoForm(entity: string, field: FieldDocument): Promise<void>;
  changeRole(key: string, change: (role: RoleDocument) => RoleDocument): Promise<void>;
  /** The only row of a query on the workspace's tables. */
  one<Row extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row>;
  /** One text for all rows of all tables of the workspace but the audit trail and what is built in the background. */
  picture(): Promise<string>;
  /** The refusal, which must have changed nothing. */
  refused(status: number, code: string, request: () => Promise<TestAnswer>): Promise<TestAnswer>;
}

export async function startCrm({ sampleData = false, ...options }: TestServerOptions & { sampleData?: boolean } = {}): Promise<CrmServer> {
  const server = await startTestServer(options);
  const admin = await server.setup();
  ok(await admin.post('/api/templates/customer_management/install', { sampleData }));
  return withCrm(server, admin);
}

export function withCrm(server: TestServer, admin: TestBrowser): CrmServer {
  const picture = async (): Promise<string> => {
    const tables = await server.db.query<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1 AND table_name <> '_computed_column' AND table_name !~ '^_(audit|reading)' ORDER BY 1`, [SCHEMA]);
    const parts = tables.map(({ name }) => `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS rows FROM "${SCHEMA}"."${name}" t`);
    return JSON.stringify(await server.db.query(`${parts.join(' UNION ALL ')} ORDER BY 1`));
  };
  return {
    ...server,
    admin,
    picture,
    make: async (by, entity, values, more = { submit: false }) => ok(await by.post<RecordView>(`/api/records/${entity}`, { values, ...more })),
    dragOntoForm: async (entity, field) => {
      const { items } = ok(await admin.get('/api/design/forms'));
      const { version, document } = items.find((one: { document: { key: string } }) => one.document.key === entity);
      const [first, ...others] = document.sections;
      const sections = [{ ...first, items: [...first.items, { field: field.key }] }, ...others];
      ok(await admin.put(`/api/design/forms/${entity}`, { version, document: { ...document, sections }, newFields: [field] }));
    },
    changeRole: async (key, change) => {
      const { items } = ok(await admin.get('/api/design/roles'));
      const { version, document } = items.find((one: { document: { key: string } }) => one.document.key === key);
      ok(await admin.put(`/api/design/roles/${key}`, { version, document: change(document) }));
    },
    one: async <Row extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []) => {
      const rows = await server.db.query(sql.replaceAll('ws.', `"${SCHEMA}".`), values);
      expect(rows).toHaveLength(1);
      return rows[0] as Row;
    },
    refused: async (status, code, request) => {
      const before = await picture();
      const answer = await request();
      expect([answer.status, answer.body?.code, answer.text]).toEqual([status, code, answer.text]);
      expect(await picture()).toBe(before);
      return answer;
    },
  };
}

/** The body of an answer that must be a success. */
export function ok<Body>(answer: TestAnswer<Body>): Body {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

/** An answer's text without what differs from request to request. */
export const anonymous = ({ status, text }: TestAnswer): string => `${status} ${text.replace(/"requestId":"[^"]*"/, '"requestId":""')}`;

/** `path code` of each problem, sorted. */
export const problemsOf = ({ body }: TestAnswer): string[] => (body.fields as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`).sort();

export const memberId = (browser: TestBrowser): string => browser.session?.member.id ?? '';
