/** The features of the server. A new one is a folder with a module, and its line here. */

import { Module, type DynamicModule } from '@nestjs/common';
import { provideRegions } from '@tessera/model';
import { chinaRegions } from '@tessera/model/regions';
import { AccessModule } from './access/access.module.ts';
import { AccountsModule } from './accounts/accounts.module.ts';
import { AuditModule } from './audit/audit.module.ts';
import { HandOverModule } from './accounts/hand-over.module.ts';
import { CoreModule, type Ground } from './core.module.ts';
import { DesignModule } from './design/design.module.ts';
import { ExportsModule } from './exports/exports.module.ts';
import { FilesModule } from './files/files.module.ts';
import { MailModule } from './mail/mail.module.ts';
import { ImportsModule } from './imports/imports.module.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { ProcessesModule } from './processes/processes.module.ts';
import { RecordsModule } from './records/records.module.ts';
import { SharesModule } from './shares/shares.module.ts';
import { TemplatesModule } from './templates/templates.module.ts';

// Regions are checked, read from imports and named in exports by these.
provideRegions(chinaRegions);

@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return { module: AppModule, imports: [CoreModule.on(ground), MailModule, AccountsModule, HandOverModule, AuditModule, DesignModule, AccessModule, OperationsModule, RecordsModule, FilesModule, ImportsModule, ExportsModule, ProcessesModule, SharesModule, TemplatesModule] };
  }
}
