import { Module } from '@nestjs/common';
import { RecordsModule } from '../records/records.module.ts';
import { ExportRunner } from './export-runner.ts';
import { ExportsController } from './exports.controller.ts';
import { ExportsService } from './exports.service.ts';

@Module({
  imports: [RecordsModule],
  controllers: [ExportsController],
  providers: [ExportRunner, ExportsService],
})
export class ExportsModule {}
