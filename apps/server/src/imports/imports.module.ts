import { Module } from '@nestjs/common';
import { RecordsModule } from '../records/records.module.ts';
import { ImportRunner } from './import-runner.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsService } from './imports.service.ts';

@Module({
  imports: [RecordsModule],
  controllers: [ImportsController],
  providers: [ImportRunner, ImportsService],
})
export class ImportsModule {}
