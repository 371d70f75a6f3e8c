import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { BackgroundWork, type WorkKind } from './background-work.ts';
import { Log } from './log.ts';

const ID = '00000000-0000-7000-8000-00000000000a';
const OTHER = '00000000-0000-7000-8000-00000000000b';

describe('work in the background', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.setup();
  });
  afterAll(() => server.stop());

  const log = new Log('silent');
  const workOf = (kind: Partial<WorkKind>): BackgroundWork => new BackgroundWork(server.database, log, { name: 'test', waiting: async () => [ID], run: async () => {}, giveUp: async () => {}, ...kind });
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let waited = 0; !isSo(); waited += 10) {
      if (waited > 10_000) throw new Error('it never comes to that');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('is done by one process at a time, and by another once the first lets go', async () => {
    const log: string[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let isOpen = true;
    const kind = (name: string, wait: Promise<void>): Partial<WorkKind> => ({ waiting: async () => (isOpen ? [ID] : []), run: async () => { log.push(name); await wait; isOpen = name === 'first'; } });
    const [first, second] = [workOf(kind('first', held)), workOf(kind('second', Promise.resolve()))];
    first.wake();
    await until(() => log.length === 1);
    second.wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(log).toEqual(['first']);
    const stopped = first.stop();
    release();
    await stopped;
    second.wake();
    await until(() => log.length === 2);
    expect(log).toEqual(['first', 'second']);
    await second.stop();
  });

  it('waits for what is under way when it is stopped, and tells it', async () => {
    const seen: string[] = [];
    const work = workOf({ run: async (_, stopping) => { seen.push('begun'); await new Promise((resolve) => stopping.addEventListener('abort', () => setTimeout(resolve, 50))); seen.push('ended'); } });
    work.wake();
    await until(() => seen.length === 1);
    await work.stop();
    expect(seen).toEqual(['begun', 'ended']);
  });

  it('gives up what fails again and again, and keeps nothing else waiting for it', async () => {
    const runs: string[] = [];
    const left = new Set([ID, OTHER]);
    const work = workOf({
      waiting: async () => [...left],
      run: async ({ id }) => { runs.push(id); if (id === ID) throw new Error('always'); left.delete(id); },
      giveUp: async ({ id }, { code }) => { left.delete(id); runs.push(code); },
    });
    work.wake();
    await until(() => runs.includes(OTHER));
    for (; left.size > 0; await new Promise((resolve) => setTimeout(resolve, 10))) work.wake();
    expect([runs.filter((one) => one === ID).length, runs.at(-1)]).toEqual([5, 'INTERNAL_ERROR']);
    await work.stop();
  });
});
