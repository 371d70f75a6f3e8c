/** Where the server says what a person should look into: JSON lines on standard error. */

import { pino, type Logger } from 'pino';

export class Log {
  private readonly logger: Logger;

  constructor(level: string) {
    this.logger = pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
  }

  info(event: string, detail: Record<string, unknown> = {}): void {
    this.logger.info(detail, event);
  }

  warn(event: string, detail: Record<string, unknown> = {}): void {
    this.logger.warn(detail, event);
  }

  /** Values of statements are people's data and stay out of it. */
  error(event: string, error: unknown, detail: Record<string, unknown> = {}): void {
    const { message, stack, code } = error instanceof Error ? (error as Error & { code?: unknown }) : { message: String(error), stack: undefined, code: undefined };
    this.logger.error({ ...detail, error: { message, code, stack } }, event);
  }
}
