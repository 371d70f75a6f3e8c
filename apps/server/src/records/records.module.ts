import { Module } from '@nestjs/common';
import { RecordExport } from './record-export.ts';
import { RecordHistory } from './record-history.ts';
import { RecordReader } from './record-reader.ts';
import { RecordTriggers } from './record-triggers.ts';
import { RecordsController } from './records.controller.ts';
import { RecordsService } from './records.service.ts';
import { RecordWriter } from './write-door/record-writer.ts';

@Module({
  controllers: [RecordsController],
  providers: [RecordWriter, RecordReader, RecordHistory, RecordExport, RecordTriggers, RecordsService],
  exports: [RecordWriter, RecordReader, RecordTriggers],
})
export class RecordsModule {}
