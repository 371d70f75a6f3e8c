/** What every feature may inject. */

import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AuditTrail } from './audit/audit-trail.ts';
import { ReadAudit } from './audit/read-audit.ts';
import { Refusals } from './audit/refusals.ts';
import { ReadingWatch } from './audit/reading-watch.ts';
import { ApiKeyGate } from './accounts/api-key-gate.ts';
import { SessionGate } from './accounts/session-gate.ts';
import { Api } from './http/api.ts';
import { ErrorAnswers } from './http/error-answers.ts';
import { Clock } from './platform/clock.ts';
import { Config } from './platform/config.ts';
import { Database } from './platform/database.ts';
import { FieldCipher } from './platform/field-cipher.ts';
import { Log } from './platform/log.ts';
import { Secrets } from './platform/secrets.ts';
import { Changes } from './workspaces/changes.ts';
import { WorkspaceModels } from './workspaces/workspace-models.ts';

/** What exists before Nest does. */
export interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database;
}

@Global()
@Module({})
export class CoreModule {
  static on({ config, log, clock, database }: Ground): DynamicModule {
    const given = [
      { provide: Config, useValue: config },
      { provide: Log, useValue: log },
      { provide: Clock, useValue: clock },
      { provide: Database, useValue: database },
      { provide: FieldCipher, useFactory: FieldCipher.load, inject: [Config, Secrets] },
    ];
    const made = [Secrets, AuditTrail, ReadAudit, ReadingWatch, Refusals, Changes, WorkspaceModels, ApiKeyGate, SessionGate, ErrorAnswers];
    return { module: CoreModule, imports: [DiscoveryModule], providers: [...given, ...made, Api], exports: [Config, Log, Clock, Database, FieldCipher, ...made, Api] };
  }
}
