import { Module } from '@nestjs/common';
import { AuditExport } from './audit-export.ts';
import { AuditSearch } from './audit-search.ts';
import { AuditController } from './audit.controller.ts';
import { ReadingAlerts } from './reading-alerts.ts';
import { Sealer } from './sealer.ts';

/** What auditors see; writing to the trail is in the core. */
@Module({ controllers: [AuditController], providers: [AuditExport, AuditSearch, ReadingAlerts, Sealer], exports: [Sealer] })
export class AuditModule {}
