import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findDrift } from '../design/drift.ts';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';

describe.each(['zh-CN', 'en'] as const)('the customer management template in %s', (locale) => {
  let server: TestServer;
  let admin: TestBrowser;
  let report: Record<string, number>;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup({ locale });
    const installed = await admin.post('/api/templates/customer_management/install', { sampleData: true });
    expect([installed.status, installed.body.fields ?? []]).toEqual([200, []]);
    report = installed.body;
  }, 60_000);
  afterAll(() => server.stop());

  it('has a table, a form and a view for each kind of record, and rows in all of them', async () => {
    const { manifest, sampleRows } = (await admin.get('/api/templates')).body.items[0];
    expect(report).toMatchObject({ entities: manifest.entities.length, processes: 1, records: sampleRows });
    const app = (await admin.get('/api/app')).body;
    for (const { key, parent } of app.entities) {
      if (parent !== undefined) continue;
      expect(app.forms.some((form: { key: string }) => form.key === key)).toBe(true);
      expect(app.views.some((view: { key: string }) => view.key === key)).toBe(true);
      expect((await admin.post(`/api/records/${key}/count`, {})).body.count).toBeGreaterThan(0);
    }
    const models = server.app.get(WorkspaceModels);
    expect(await server.database.transaction('ws_example', async (db) => findDrift(db, (await models.loadIn(db)).design))).toEqual([]);
  });

  it('has its process published', async () => {
    expect((await admin.get('/api/design/processes')).body.items).toMatchObject([{ key: 'order_approval', version: 1, changed: false }]);
  });
});
