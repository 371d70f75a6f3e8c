import { Module } from '@nestjs/common';
import { RecordsModule } from '../records/records.module.ts';
import { ShareThrottle } from './share-throttle.ts';
import { SharesController } from './shares.controller.ts';
import { SharesService } from './shares.service.ts';
import { VisitorsService } from './visitors.service.ts';

@Module({
  imports: [RecordsModule],
  controllers: [SharesController],
  providers: [SharesService, VisitorsService, ShareThrottle],
  exports: [SharesService],
})
export class SharesModule {}
