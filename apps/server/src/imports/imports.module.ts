import { Module } from '@nestjs/common';
import { RecordsModule } from '../records/records.module.ts';
import { ImportPreviews } from './import-preview.ts';
import { ImportRunner } from './import-runner.ts';
import { ImportUndo } from './import-undo.ts';
import { ImportUpload } from './import-upload.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsService } from './imports.service.ts';
import { RefusedFile } from './refused-file.ts';

@Module({
  imports: [RecordsModule],
  controllers: [ImportsController],
  providers: [ImportUpload, ImportPreviews, ImportUndo, ImportRunner, ImportsService, RefusedFile],
})
export class ImportsModule {}
