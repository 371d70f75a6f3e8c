import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EntityDocument, RoleDocument, UploadedFile } from '@tessera/contract';
import { startTestServer, type TestAnswer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { FileShelf } from './file-shelf.ts';
import { UploadSweeper } from './upload-sweeper.ts';

jest.setTimeout(120_000);

const label = (text: string) => ({ en: text });
const CONTRACT: EntityDocument = {
  key: 'contract',
  label: label('Contract'),
  titleField: 'name',
  fields: [
    { key: 'name', type: 'text', label: label('Name') },
    { key: 'stage', type: 'text', label: label('Stage') },
    { key: 'papers', type: 'file', label: label('Papers'), options: { maxFiles: 3, maxMegabytes: 1 } },
    { key: 'secret', type: 'file', label: label('Secret'), options: { accept: ['.pdf'] } },
    { key: 'photo', type: 'image', label: label('Photo') },
    { key: 'signed', type: 'signature', label: label('Signed') },
    { key: 'lines', type: 'subform', label: label('Lines'), options: { entity: 'contract_line' } },
  ],
};
const LINE: EntityDocument = {
  key: 'contract_line',
  parent: 'contract',
  label: label('Line'),
  titleField: 'note',
  fields: [
    { key: 'note', type: 'text', label: label('Note') },
    { key: 'scan', type: 'file', label: label('Scan') },
  ],
};
/** Reads records of the stage "open" without the secret papers, and writes only the ordinary ones. */
const CLERK: RoleDocument = {
  key: 'clerk',
  label: label('Clerk'),
  rules: [
    { effect: 'allow', actions: ['read', 'update'], entity: 'contract', where: { field: 'stage', op: 'eq', value: 'open' }, fields: ['name', 'stage', 'papers', 'photo', 'lines'] },
    { effect: 'allow', actions: ['create'], entity: 'contract', fields: ['name', 'stage', 'papers', 'photo'] },
  ],
};
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(64, 7)]);
const PDF = Buffer.from('%PDF-1.7 canary of a secret');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** What is held, and not what was and waits to be collected. */
const inUse = (): number => {
  if (process.memoryUsage().arrayBuffers > 32 * 1024 * 1024) collect();
  return process.memoryUsage().arrayBuffers;
};

describe('files', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let clerk: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    expect((await admin.put('/api/design/entities/contract', { version: 0, document: { ...CONTRACT, fields: CONTRACT.fields.filter(({ type }) => type !== 'subform') } })).status).toBe(200);
    expect((await admin.put('/api/design/entities/contract_line', { version: 0, document: LINE })).status).toBe(200);
    expect((await admin.put('/api/design/entities/contract', { version: 1, document: CONTRACT })).status).toBe(200);
    expect((await admin.put('/api/design/roles/clerk', { version: 0, document: CLERK })).status).toBe(200);
    clerk = await server.join(admin, { name: '王办事', email: 'wang@example.com', roles: ['clerk'] });
  });
  afterAll(() => server.stop());

  const upload = (by: TestBrowser, field: string, bytes: Buffer, fileName = 'a.pdf', entity = 'contract'): Promise<TestAnswer<UploadedFile & { code: string }>> =>
    by.post(`/api/files?${new URLSearchParams({ entity, field, fileName })}`, bytes);
  const create = (values: Record<string, unknown>, by = admin) => by.post('/api/records/contract', { values });
  const read = (by: TestBrowser, record: string, field: string, file: string, query = '', entity = 'contract') => by.get(`/api/files/${entity}/${record}/${field}/${file}${query}`);
  const stored = async (): Promise<number> => (await server.db.query<{ n: number }>('SELECT count(*)::int AS n FROM ws_example._file'))[0]!.n;
  const chunks = async (): Promise<number> => (await server.db.query<{ n: number }>('SELECT count(*)::int AS n FROM ws_example._file_chunk'))[0]!.n;

  it('are uploaded, kept with a record, and read back through its field byte by byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 31) % 251));
    const { body } = await upload(admin, 'papers', bytes, '合同 "A".bin');
    expect(body).toEqual({ id: body.id, name: '合同 A.bin', size: 700_000, type: 'application/octet-stream' });
    const made = await create({ name: 'A', papers: [{ id: body.id }] });
    expect(made.body.values.papers).toEqual([body]);
    const answer = await read(admin, made.body.id, 'papers', body.id);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '700000',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('合同 A.bin')}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    });
    const second = await startTestServer({ beside: server });
    try {
      const browser = second.browser();
      await browser.signIn('admin@example.com');
      const raw = await second.app.inject({ method: 'GET', url: `/api/files/contract/${made.body.id}/papers/${body.id}`, headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
      expect({ status: raw.statusCode, length: raw.rawPayload.length, same: raw.rawPayload.equals(bytes) }).toEqual({ status: 200, length: 700_000, same: true });
    } finally {
      await second.stop();
    }
  });

  it('are hidden or read, and never shown masked', async () => {
    const mask = { effect: 'allow', actions: ['read'], entity: 'contract', fields: ['papers'], mask: { start: 1, end: 1 } };
    const answer = await admin.put('/api/design/roles/masked', { version: 0, document: { key: 'masked', label: label('Masked'), rules: [mask] } });
    expect([answer.status < 500, answer.body.fields.map(({ code }: { code: string }) => code)]).toEqual([true, ['ROLE_MASK_FIELD']]);
  });

  it('are gone for whoever loses the field, in the same moment', async () => {
    const paper = (await upload(admin, 'papers', PDF)).body;
    const { body } = await create({ name: 'lost', stage: 'open', papers: [{ id: paper.id }] });
    expect((await read(clerk, body.id, 'papers', paper.id)).status).toBe(200);
    const without = { ...CLERK, rules: CLERK.rules.map((rule) => ({ ...rule, fields: rule.fields?.filter((key) => key !== 'papers') })) };
    expect((await admin.put('/api/design/roles/clerk', { version: 1, document: without })).status).toBe(200);
    for (const query of ['', '?inline=true']) expect((await read(clerk, body.id, 'papers', paper.id, query)).body.code).toBe('FILE_NOT_FOUND');
    expect((await admin.put('/api/design/roles/clerk', { version: 2, document: CLERK })).status).toBe(200);
  });

  it('of a hidden field, a hidden row or nobody are not found by any way', async () => {
    const secret = (await upload(admin, 'secret', PDF)).body;
    const closed = (await upload(admin, 'papers', PDF)).body;
    const open = await create({ name: 'open', stage: 'open', secret: [{ id: secret.id }] });
    const shut = await create({ name: 'shut', stage: 'shut', papers: [{ id: closed.id }] });
    const other = await create({ name: 'other', stage: 'open' });
    const nothing = { status: 404, code: 'FILE_NOT_FOUND' };
    const refused = async (path: Promise<TestAnswer>) => {
      const { status, body, text } = await path;
      expect(text).not.toContain('canary');
      return { status, code: body?.code };
    };
    for (const way of [
      read(clerk, open.body.id, 'secret', secret.id),
      read(clerk, open.body.id, 'secret', secret.id, '?inline=true'),
      read(clerk, open.body.id, 'secret', secret.id.toUpperCase()),
      read(clerk, open.body.id, 'papers', secret.id),
      read(clerk, open.body.id, 'contract', secret.id),
      read(clerk, open.body.id, 'scan', secret.id, '', 'contract_line'),
      read(clerk, open.body.id, 'nosuch', secret.id),
      read(clerk, open.body.id, 'name', secret.id),
      read(clerk, shut.body.id, 'papers', closed.id),
      read(clerk, other.body.id, 'papers', closed.id),
      read(clerk, 'new', 'secret', secret.id),
      read(clerk, 'new', 'papers', closed.id),
      read(clerk, open.body.id, 'secret', secret.id, '', 'nosuch'),
      read(admin, other.body.id, 'secret', secret.id),
    ]) {
      expect(await refused(way)).toEqual(nothing);
    }
    // Nor by putting it into a record of one's own.
    for (const id of [secret.id, closed.id]) {
      const taken = await clerk.post('/api/records/contract', { values: { name: 'mine', stage: 'open', papers: [{ id }] } });
      expect(taken.status).toBe(400);
      const changed = await clerk.patch(`/api/records/contract/${other.body.id}`, { version: 1, values: { papers: [{ id }] } });
      expect(changed.status).toBe(400);
    }
    const listed = await clerk.post('/api/records/contract/query', { filter: { field: 'id', op: 'eq', value: open.body.id } });
    expect(listed.text).not.toContain(secret.id);
    expect((await read(admin, open.body.id, 'secret', secret.id)).text).toContain('canary');
    expect((await server.browser().get(`/api/files/contract/${open.body.id}/secret/${secret.id}`)).status).toBe(401);
  });

  it('of a record that is out of sight from now on are gone with it', async () => {
    const file = (await upload(clerk, 'papers', PDF)).body;
    const made = await create({ name: 'mine', stage: 'open', papers: [{ id: file.id }] }, clerk);
    expect((await read(clerk, made.body.id, 'papers', file.id)).status).toBe(200);
    await admin.patch(`/api/records/contract/${made.body.id}`, { version: 1, values: { stage: 'shut' } });
    expect((await read(clerk, made.body.id, 'papers', file.id)).status).toBe(404);
    // Having uploaded it once is no way around.
    expect((await read(clerk, 'new', 'papers', file.id)).status).toBe(404);
  });

  it('stay in a record that somebody else changes, and can be taken out of it', async () => {
    const [one, two] = [(await upload(admin, 'papers', PDF, '1.pdf')).body, (await upload(clerk, 'papers', PDF, '2.pdf')).body];
    const made = await create({ name: 'both', stage: 'open', papers: [{ id: one.id }] });
    const added = await clerk.patch(`/api/records/contract/${made.body.id}`, { version: 1, values: { papers: [{ id: one.id, name: 'forged.exe', size: 1, type: 'text/html' }, { id: two.id }] } });
    expect(added.body.values.papers).toEqual([one, two]);
    const cut = await clerk.patch(`/api/records/contract/${made.body.id}`, { version: 2, values: { papers: [{ id: two.id }] } });
    expect(cut.body.values.papers).toEqual([two]);
    expect((await read(clerk, made.body.id, 'papers', one.id)).status).toBe(404);
  });

  it('in rows of a subform are read through the row', async () => {
    const scan = (await upload(admin, 'scan', PDF, 'scan.pdf', 'contract_line')).body;
    const made = await create({ name: 'lines', stage: 'open', lines: [{ note: 'x', scan: [{ id: scan.id }] }] });
    const row = (await admin.get(`/api/records/contract/${made.body.id}`)).body.values.lines[0];
    expect(row.values.scan).toEqual([scan]);
    expect((await read(admin, row.id, 'scan', scan.id, '', 'contract_line')).status).toBe(200);
    expect((await read(clerk, row.id, 'scan', scan.id, '', 'contract_line')).status).toBe(200);
    await admin.patch(`/api/records/contract/${made.body.id}`, { version: made.body.version, values: { stage: 'shut' } });
    expect((await read(clerk, row.id, 'scan', scan.id, '', 'contract_line')).status).toBe(404);
  });

  it('are what is inside them, whatever they are called', async () => {
    const page = Buffer.from('<html><script>alert(1)</script></html>');
    expect(await upload(admin, 'photo', page, 'cat.png')).toMatchObject({ status: 400, body: { code: 'FILE_TYPE_REFUSED' } });
    expect(await upload(admin, 'photo', Buffer.alloc(0), 'cat.png')).toMatchObject({ status: 400, body: { code: 'FILE_TYPE_REFUSED' } });
    expect(await upload(admin, 'secret', PNG, 'cat.pdf')).toMatchObject({ status: 400, body: { code: 'FILE_TYPE_REFUSED' } });
    expect(await upload(admin, 'signed', PDF, 'me.png')).toMatchObject({ status: 400, body: { code: 'FILE_TYPE_REFUSED' } });
    expect((await upload(admin, 'photo', PNG, 'cat.exe')).body.type).toBe('image/png');
    const html = (await upload(admin, 'papers', page, 'page.html')).body;
    expect(html.type).toBe('application/octet-stream');
    const shown = await read(admin, 'new', 'papers', html.id, '?inline=true');
    expect(shown.headers['content-disposition']).toMatch(/^attachment;/);
    const photo = (await upload(admin, 'photo', PNG, 'cat.png')).body;
    const inline = await read(admin, 'new', 'photo', photo.id, '?inline=true');
    expect(inline.headers).toMatchObject({ 'content-type': 'image/png', 'content-disposition': "inline; filename*=UTF-8''cat.png", 'content-security-policy': expect.stringContaining('sandbox') as unknown as string });
  });

  it('may be empty', async () => {
    const { status, body } = await upload(admin, 'papers', Buffer.alloc(0), 'empty.txt');
    expect({ status, size: body.size, type: body.type }).toEqual({ status: 200, size: 0, type: 'text/plain' });
    const answer = await read(admin, 'new', 'papers', body.id);
    expect({ status: answer.status, text: answer.text, length: answer.headers['content-length'] }).toEqual({ status: 200, text: '', length: '0' });
  });

  it('have names that are no paths', async () => {
    for (const [given, kept] of [['../../etc/passwd', 'passwd'], ['..\\..\\x.txt', 'x.txt'], ['a\r\nX-Evil: 1', 'aX-Evil 1'], ['/', 'file']] as const) {
      const { body } = await upload(admin, 'papers', PDF, given);
      expect(body.name).toBe(kept);
      const answer = await read(admin, 'new', 'papers', body.id);
      expect(answer.headers['x-evil']).toBeUndefined();
      expect(answer.headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${encodeURIComponent(kept)}`);
    }
  });

  it('that are refused leave nothing behind', async () => {
    const before = [await stored(), await chunks()];
    expect(await upload(admin, 'papers', Buffer.alloc(1024 * 1024 + 1))).toMatchObject({ status: 413, body: { code: 'FILE_TOO_LARGE' } });
    expect((await upload(admin, 'papers', Buffer.alloc(1024 * 1024))).status).toBe(200);
    expect(await upload(clerk, 'secret', PDF)).toMatchObject({ status: 404, body: { code: 'FILE_FIELD_NOT_FOUND' } });
    expect(await upload(clerk, 'nosuch', PDF)).toMatchObject({ status: 404, body: { code: 'FILE_FIELD_NOT_FOUND' } });
    expect(await upload(admin, 'name', PDF)).toMatchObject({ status: 404, body: { code: 'FILE_FIELD_NOT_FOUND' } });
    expect((await admin.post('/api/files?entity=contract&field=papers&fileName=a.txt', { a: 1 })).status).toBe(415);
    expect((await server.browser().post('/api/files?entity=contract&field=papers&fileName=a.txt', PDF)).status).toBe(401);
    expect([await stored(), await chunks()]).toEqual([before[0]! + 1, before[1]! + 4]);
  });

  it('are limited in number by the field, and each counts once', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, async (_, index) => ({ id: (await upload(admin, 'papers', PDF, `${index}.pdf`)).body.id })));
    expect((await create({ name: 'x', papers: ids })).status).toBe(400);
    expect((await create({ name: 'x', papers: [ids[0], ids[0]] })).status).toBe(400);
    expect((await create({ name: 'x', papers: ids.slice(0, 3) })).status).toBe(200);
  });

  it('that no record holds go after a day; those of records, and of records in the trash, stay', async () => {
    const waiting = (await upload(admin, 'papers', PDF, 'waiting.pdf')).body;
    const kept = (await upload(admin, 'papers', PDF, 'kept.pdf')).body;
    const made = await create({ name: 'keeps', papers: [{ id: kept.id }] });
    await admin.delete(`/api/records/contract/${made.body.id}?version=1`);
    const sweeper = server.app.get(UploadSweeper);
    server.clock.pass(23 * 60 * 60_000);
    await sweeper.sweep();
    expect((await read(admin, 'new', 'papers', waiting.id)).status).toBe(200);
    server.clock.pass(2 * 60 * 60_000);
    await sweeper.sweep();
    expect((await read(admin, 'new', 'papers', waiting.id)).status).toBe(404);
    expect((await server.db.query('SELECT 1 FROM ws_example._file WHERE id = $1', [kept.id])).length).toBe(1);
    expect((await server.db.query('SELECT 1 FROM ws_example._file_chunk WHERE file = $1', [waiting.id])).length).toBe(0);
  });

  it('are used by one save or none: what is refused for another reason leaves the upload waiting', async () => {
    const file = (await upload(admin, 'papers', PDF)).body;
    expect((await create({ name: 1, papers: [{ id: file.id }] })).status).toBe(400);
    expect((await read(admin, 'new', 'papers', file.id)).status).toBe(200);
  });

  it('pass through without being held in memory', async () => {
    const megabytes = 128;
    const block = randomBytes(1024 * 1024);
    const hash = createHash('sha256');
    let most = 0;
    const source = Readable.from(
      (async function* () {
        for (let index = 0; index < megabytes; index += 1) {
          hash.update(block);
          if (index % 8 === 0) most = Math.max(most, inUse());
          yield block;
        }
      })(),
    );
    const before = inUse();
    const shelf = server.app.get(FileShelf);
    const limits = { megabytes: 256, accept: [], takes: () => true };
    const file = await shelf.put('ws_example', { entity: 'contract', field: 'papers', fileName: 'large.bin', by: admin.session!.member.id, limits }, source);
    const out = createHash('sha256');
    let read = 0;
    for await (const chunk of shelf.read('ws_example', file.id)) {
      out.update(chunk as Buffer);
      read += 1;
      if (read % 32 === 0) most = Math.max(most, inUse());
    }
    expect(out.digest('hex')).toBe(hash.digest('hex'));
    expect((most - before) / 1024 / 1024).toBeLessThan(megabytes / 2);
  });

  it('over a socket: an upload that breaks off or lies about its size leaves nothing', async () => {
    await server.app.listen(0, '127.0.0.1');
    const { port } = server.app.getHttpServer().address() as AddressInfo;
    const before = await stored();
    const headers = { cookie: [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; '), 'x-csrf-token': admin.csrfToken!, 'content-type': 'application/octet-stream', origin: `http://127.0.0.1:${port}` };
    const url = `http://127.0.0.1:${port}/api/files?entity=contract&field=papers&fileName=a.bin`;
    const controller = new AbortController();
    const endless = new ReadableStream<Uint8Array>({
      pull: async (stream) => {
        await new Promise((resolve) => setImmediate(resolve));
        stream.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const refused = await fetch(url, { method: 'POST', headers, body: endless, duplex: 'half', signal: controller.signal } as RequestInit & { duplex: 'half' }).then(
      async (answer) => ((await answer.json()) as { code: string }).code,
      () => 'closed',
    );
    controller.abort();
    expect(['FILE_TOO_LARGE', 'closed']).toContain(refused);
    const broken = new AbortController();
    const slow = new ReadableStream<Uint8Array>({
      pull: async (stream) => {
        stream.enqueue(new Uint8Array(1024));
        await new Promise((resolve) => setTimeout(resolve, 20));
      },
    });
    const cut = fetch(url, { method: 'POST', headers, body: slow, duplex: 'half', signal: broken.signal } as RequestInit & { duplex: 'half' }).catch(() => null);
    setTimeout(() => broken.abort(), 200);
    await cut;
    for (let tries = 0; tries < 50 && (await stored()) > before; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await server.db.query('SELECT name, status, size FROM ws_example._file ORDER BY id OFFSET $1', [before])).toEqual([]);
    server.app.getHttpServer().closeAllConnections();
  });
});
