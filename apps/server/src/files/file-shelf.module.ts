import { Global, Module } from '@nestjs/common';
import { FileShelf } from './file-shelf.ts';
import { UploadSweeper } from './upload-sweeper.ts';

/** Apart from the routes, because records need the shelf and the routes need records. Global: the write door asks it. */
@Global()
@Module({ providers: [FileShelf, UploadSweeper], exports: [FileShelf] })
export class FileShelfModule {}
