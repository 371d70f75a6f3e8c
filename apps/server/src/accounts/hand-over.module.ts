import { Module } from '@nestjs/common';
import { RecordsModule } from '../records/records.module.ts';
import { SharesModule } from '../shares/shares.module.ts';
import { AccountsModule } from './accounts.module.ts';
import { HandOverController } from './hand-over.controller.ts';
import { HandOverRunner } from './hand-over-runner.ts';
import { HandOverService } from './hand-over.service.ts';

@Module({
  imports: [AccountsModule, RecordsModule, SharesModule],
  controllers: [HandOverController],
  providers: [HandOverService, HandOverRunner],
})
export class HandOverModule {}
