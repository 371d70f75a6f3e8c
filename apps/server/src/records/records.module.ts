import { Module } from '@nestjs/common';
import { FileShelfModule } from '../files/file-shelf.module.ts';
import { DuplicateRecords } from './duplicate-records.ts';
import { Idempotency } from './idempotency.ts';
import { OutboxPruner } from './outbox-pruner.ts';
import { RecordButtons } from './record-buttons.ts';
import { RecordChangesController } from './record-changes.controller.ts';
import { RecordExport } from './record-export.ts';
import { RecordHistory } from './record-history.ts';
import { RecordReader } from './record-reader.ts';
import { RecordTriggers } from './record-triggers.ts';
import { RecordsController } from './records.controller.ts';
import { RecordsService } from './records.service.ts';
import { RecordWriter } from './write-door/record-writer.ts';

@Module({
  imports: [FileShelfModule],
  controllers: [RecordsController, RecordChangesController],
  providers: [RecordWriter, RecordReader, RecordHistory, RecordExport, RecordTriggers, RecordsService, Idempotency, DuplicateRecords, RecordButtons, OutboxPruner],
  exports: [RecordWriter, RecordReader, RecordTriggers, RecordExport],
})
export class RecordsModule {}
