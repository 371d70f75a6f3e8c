import { Global, Module } from '@nestjs/common';
import { ProcessUses } from '../design/process-uses.ts';
import { SubmittableProcesses } from '../design/submittable-processes.ts';
import { DesignModule } from '../design/design.module.ts';
import { RecordsModule } from '../records/records.module.ts';
import { InstanceHost } from './instance-host.ts';
import { InstanceViews } from './instance-views.ts';
import { ProcessCatalog } from './process-catalog.ts';
import { ProcessesController } from './processes.controller.ts';
import { PublishedUses } from './published-uses.ts';
import { Submittable } from './submittable.ts';
import { TasksService } from './tasks.service.ts';

/** Global, because the design's picture of the workspace says what can be submitted. */
@Global()
@Module({
  imports: [DesignModule, RecordsModule],
  controllers: [ProcessesController],
  providers: [ProcessCatalog, InstanceHost, InstanceViews, TasksService, { provide: SubmittableProcesses, useClass: Submittable }, { provide: ProcessUses, useClass: PublishedUses }],
  exports: [ProcessCatalog, SubmittableProcesses, ProcessUses],
})
export class ProcessesModule {}
