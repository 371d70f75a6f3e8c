import { Module } from '@nestjs/common';
import { RecordsModule } from '../records/records.module.ts';
import { FileShelfModule } from './file-shelf.module.ts';
import { FilesController } from './files.controller.ts';
import { FilesService } from './files.service.ts';

@Module({ imports: [FileShelfModule, RecordsModule], controllers: [FilesController], providers: [FilesService] })
export class FilesModule {}
