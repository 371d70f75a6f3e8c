/**
 * Asks a world questions as whoever they say and keeps what was answered, in a form in which two worlds can be compared:
 * without dates, and with ids that were made since as their order. Every byte is also held against the canaries (O1) and
 * against what refusals may tell (O6); nothing may answer 5xx.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import type { TestAnswer } from '../testing/test-server.ts';
import type { Canaries, CanarySweep, Who } from './canaries.ts';
import type { Heard } from './audit-trail.ts';
import type { CrmWorld, Someone } from './crm-ground.ts';
import { toldOfTheInside } from './error-hygiene.ts';
import type { Question } from './questions.ts';

export interface Finding {
  readonly oracle: 'Q1 hidden as missing' | 'Q2 unseen as missing' | 'cursor' | 'revocation' | 'O1 canary' | 'O2 twin' | 'O3 inventory' | 'O4 trace' | 'O5 audit' | 'O6 hygiene' | 'view-as' | 'broken';
  readonly request: unknown;
  readonly difference: unknown;
}

export interface Told {
  readonly status: number;
  /** For comparison. */
  readonly text: string;
}

const BROKEN_OFF: TestAnswer = { status: 599, body: undefined, text: '', bytes: Buffer.alloc(0), headers: {} };
const PATIENCE_MS = 20_000;
const LESSER: ReadonlySet<string> = new Set<Who>(['export', 'manager', 'rep', 'key', 'auditor', 'nobody', 'recordLink', 'viewLink', 'formLink', 'viewer']);

export class Interrogation {
  readonly findings: Finding[] = [];
  readonly traffic: Heard[] = [];
  asked = 0;
  answered = 0;
  private readonly sweeps = new Map<Someone | 'export', CanarySweep>();
  private readonly opened = Date.now() - 60_000;
  private readonly sentFiles: string[] = [];
  private readonly phones: ReadonlySet<string>;

  constructor(
    readonly world: CrmWorld,
    private readonly canaries: Canaries,
  ) {
    this.phones = new Set(canaries.all.flatMap(({ where, value }) => (where.startsWith('customer.phone') ? [value] : [])));
  }

  async ask(question: Question): Promise<Told> {
    const first = await this.send(question, question);
    const answers = [first, ...(await this.follow(question, first))];
    // Jobs and refusals write their entries when they come to it: the trail is searched for canaries, its order is nobody's secret.
    if (question.path.startsWith('/api/audit')) return { status: first.status, text: '' };
    return { status: first.status, text: answers.map((answer) => this.comparable(answer)).join('\n') };
  }

  /** One request as somebody, held against O1 and O6. */
  async send(question: Pick<Question, 'who' | 'method' | 'path' | 'body'>, asked: unknown = question): Promise<TestAnswer> {
    const { who, method, path, body } = question;
    if (Buffer.isBuffer(body)) this.sentFiles.push(body.toString('utf8').toLowerCase());
    const answer = await this.world.as(who).send(method, path, body, { 'idempotency-key': `proof-key-${(this.asked += 1)}` }).catch((error: Error) => {
      this.findings.push({ oracle: 'broken', request: shown(asked), difference: `the answer broke off: ${error.message}` });
      return BROKEN_OFF;
    });
    if (answer.status < 300) this.answered += 1;
    const text = readable(answer);
    const words = JSON.stringify(shown(asked));
    // What they have sent themselves is not shown to them.
    const sensitive = !path.startsWith('/api/imports') && (text.match(/\d{11}/g) ?? []).some((number) => this.phones.has(number) && !words.includes(number));
    this.traffic.push({ who, method, path, status: answer.status, code: String(answer.body?.code ?? ''), request: String(answer.headers['x-request-id'] ?? ''), sensitive });
    if (answer.status >= 500 && answer !== BROKEN_OFF && answer.body?.code !== 'SERVICE_BUSY') this.findings.push({ oracle: 'broken', request: shown(asked), difference: `${answer.status} ${answer.text.slice(0, 600)}` });
    const told = toldOfTheInside(answer.status, echoless(text, asked));
    if (told.length > 0) this.findings.push({ oracle: 'O6 hygiene', request: shown(asked), difference: { told, text: text.slice(0, 600) } });
    this.search(who, `${JSON.stringify(answer.headers)} ${text}`, asked);
    if ((who === 'rep' || who === 'key') && method !== 'PATCH' && /\/export$|\/file$/.test(path)) this.search('export', text, asked);
    return answer;
  }

  /** Anything that reaches somebody. What they have named themselves is their own. */
  search(who: Someone | 'export', text: string, asked: unknown): void {
    if (!LESSER.has(who)) return;
    let sweep = this.sweeps.get(who);
    if (!sweep) this.sweeps.set(who, (sweep = this.canaries.against(who as Who)));
    const found = sweep.found(text);
    if (found.length === 0) return;
    const words = JSON.stringify(shown(asked)).toLowerCase();
    // Files that were sent to be imported are shown again.
    const own = String((asked as { path?: string }).path).startsWith('/api/imports') ? `${words} ${this.sentFiles.join(' ')}` : words;
    for (const { where, value } of found) {
      if (!own.includes(value.toLowerCase())) this.findings.push({ oracle: 'O1 canary', request: shown(asked), difference: { who, where, value, around: around(text, value) } });
    }
  }

  private async follow(question: Question, first: TestAnswer): Promise<TestAnswer[]> {
    const { who } = question;
    if (first.status !== 200) return [];
    if (question.then === 'nextPage' && first.body.next !== null) {
      const body = question.body as { query?: object };
      const cursor = first.body.next as string;
      const next = { ...question, body: body.query ? { ...body, query: { ...body.query, cursor } } : { ...body, cursor } };
      if (who === 'rep') {
        const stolen = await this.send({ ...next, who: 'rep2' }, question);
        if (stolen.status < 400) this.findings.push({ oracle: 'cursor', request: shown(next), difference: 'a cursor that was given to somebody else is taken' });
      }
      return [await this.send(next, question)];
    }
    if (question.then === 'exportFile') {
      const ready = await this.settled(question, `/api/exports/${first.body.id}`, ['waiting', 'running']);
      return [ready, await this.send({ who, method: 'GET', path: `/api/exports/${first.body.id}/file` }, question)];
    }
    if (question.then === 'previewImport') {
      const ready = await this.settled(question, `/api/imports/${first.body.id}`, ['reading']);
      if (ready.body?.status !== 'mapping') return [ready];
      const preview = await this.send({ who, method: 'POST', path: `/api/imports/${first.body.id}/preview`, body: { ...ready.body.mapping, ...(question.more as object) } }, question);
      return [ready, preview];
    }
    return [];
  }

  private async settled(question: Question, path: string, unsettled: readonly string[]): Promise<TestAnswer> {
    for (const deadline = Date.now() + PATIENCE_MS; ; await wait(15)) {
      const answer = await this.send({ who: question.who, method: 'GET', path }, question);
      if (!unsettled.includes(answer.body?.status) || Date.now() > deadline) return answer;
    }
  }

  private comparable(answer: TestAnswer): string {
    const { 'x-request-id': _id, date: _date, 'content-length': _length, 'retry-after': _again, ...headers } = answer.headers;
    const known = new Map<string, string>();
    const text = readable(answer)
      .replaceAll(/"requestId":"[^"]*"/g, '')
      .replaceAll(/"path":"\/s\/[^"]*"/g, '')
      .replaceAll(/in \d+ seconds/g, 'in some seconds')
      // Page marks are sealed anew each time; how long they are counts.
      .replaceAll(/"(next|prev)":"([^"]*)"/g, (_all, side: string, mark: string) => `"${side}":<${mark.length}>`)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
        // Of version 4 are those made up for one answer.
        if (id[14] === '7' && Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) < this.opened) return id;
        if (!known.has(id)) known.set(id, `<${known.size}>`);
        return known.get(id) as string;
      })
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g, (instant) => (Date.parse(instant) < this.opened ? instant : '<now>'))
      .replaceAll(/\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d(\.\d+)?)?)?/g, (day) => (Date.parse(day) < this.opened - 86_400_000 ? day : '<today>'));
    return `${answer.status} ${text} ${JSON.stringify(headers).replaceAll(/\d{4}-?\d\d-?\d\d/g, '<today>')}`;
  }
}

/** The text of an answer; of a workbook the text of everything in it. */
export function readable({ bytes, text }: TestAnswer): string {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return text;
  return Object.entries(unzipSync(bytes)).map(([name, part]) => `${name}\n${Buffer.from(part).toString('utf8')}`).join('\n');
}

/** A request as it can be read in a report. */
export function shown(request: unknown): unknown {
  if (typeof request !== 'object' || request === null) return request;
  return Object.fromEntries(Object.entries(request).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('utf8') : value]));
}

/** Without what the asker wrote: their own words are no secret of the inside. */
function echoless(text: string, asked: unknown): string {
  const words = JSON.stringify(shown(asked)).match(/[\w./-]{3,}/g) ?? [];
  return words.reduce((rest, word) => rest.replaceAll(word, ''), text);
}

function around(text: string, value: string): string {
  const at = text.toLowerCase().indexOf(value.toLowerCase());
  return at < 0 ? '(in disguise)' : text.slice(Math.max(0, at - 80), at + value.length + 40);
}
