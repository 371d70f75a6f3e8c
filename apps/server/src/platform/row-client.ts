/**
 * A connection that can hand rows over as the bytes Postgres sends, without making values of them. pg parses every
 * column into a string; whoever only passes columns on (a page of records) takes them here, in binary form.
 *
 * Rests on three things of pg: a query object of one's own (`submit`), the parser's `handlePacket`, and
 * `attachListeners` of a connection. database.pg.spec.ts holds them.
 */

import pg from 'pg';
import { serialize } from 'pg-protocol';
import { Parser } from 'pg-protocol/dist/parser.js';
import type { Statement } from './database.ts';

/** Takes rows as they arrive; the bytes are lent for the call. `at` is where a DataRow's count of columns stands. */
export interface RowSink {
  row(bytes: Uint8Array, at: number): void;
}

interface RowConnection {
  readonly stream: { write(bytes: Uint8Array): boolean };
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  attachListeners(stream: NodeJS.ReadableStream): void;
  emit(event: string, message: unknown): boolean;
  rows?: RowQuery<RowSink> | undefined;
}

/** Of pg, though its types do not tell: parameters as text. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;
const DATA_ROW = 68;
const ROW_TAKEN = { name: 'dataRow', length: 0, fields: [] };

/** For `Client` of a pg pool. */
export class RowClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: RowConnection };
    connection.attachListeners = (stream) => {
      const parser = new Parser();
      const packets = parser as unknown as { handlePacket(offset: number, code: number, length: number, bytes: Buffer): unknown };
      const parsePacket = packets.handlePacket.bind(parser);
      packets.handlePacket = (offset, code, length, bytes) => {
        const { rows } = connection;
        if (code !== DATA_ROW || rows === undefined) return parsePacket(offset, code, length, bytes);
        rows.take(bytes, offset);
        return ROW_TAKEN;
      };
      stream.on('data', (chunk: Buffer) => parser.parse(chunk, (message) => connection.emit(message.name === 'error' ? 'errorMessage' : message.name, message)));
    };
  }
}

/** Everything that is sent after the parameters: run to the end, and tell when it is done. */
const RUN = Buffer.concat([serialize.execute({}), serialize.sync()]);

/** A statement, prepared unless the name is empty, whose rows go to a sink. Rejects with what Postgres, or the sink, says. */
export function queryRows<Sink extends RowSink>(client: pg.ClientBase, name: string, statement: Statement, sink: Sink): Promise<Sink> {
  return new Promise<Sink>((resolve, reject) => {
    client.query(new RowQuery(name, statement, sink, resolve, reject) as unknown as pg.Submittable);
  });
}

class RowQuery<Sink extends RowSink> {
  readonly name: string;
  readonly text: string;
  private readonly values: readonly unknown[];
  private readonly sink: Sink;
  private readonly resolve: (sink: Sink) => void;
  private readonly reject: (error: unknown) => void;
  private failure: { readonly error: unknown } | undefined;

  constructor(name: string, { text, values = [] }: Statement, sink: Sink, resolve: (sink: Sink) => void, reject: (error: unknown) => void) {
    this.name = name;
    this.text = text;
    this.values = values;
    this.sink = sink;
    this.resolve = resolve;
    this.reject = reject;
  }

  submit(connection: RowConnection): Error | null {
    const { name, text, values } = this;
    const known = name !== '' && (connection.parsedStatements[name] !== undefined || connection.submittedNamedStatements[name] !== undefined);
    const bind = serialize.bind({ statement: name, values: values as never, binary: true, valueMapper: prepareValue });
    connection.rows = this as unknown as RowQuery<RowSink>;
    if (!known && name !== '') connection.submittedNamedStatements[name] = text;
    connection.stream.write(Buffer.concat(known ? [bind, RUN] : [serialize.parse({ name, text, types: [] }), bind, RUN]));
    return null;
  }

  /** What goes wrong here must not end the connection: it is told when Postgres is ready again. */
  take(bytes: Uint8Array, at: number): void {
    if (this.failure) return;
    try {
      this.sink.row(bytes, at);
    } catch (error) {
      this.failure = { error };
    }
  }

  handleDataRow(): void {}
  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  handleReadyForQuery(connection: RowConnection): void {
    connection.rows = undefined;
    if (this.failure) this.reject(this.failure.error);
    else this.resolve(this.sink);
  }

  handleError(error: unknown, connection: RowConnection): void {
    connection.rows = undefined;
    if (connection.parsedStatements[this.name] === undefined) delete connection.submittedNamedStatements[this.name];
    this.reject(error);
  }
}
