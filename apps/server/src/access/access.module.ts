import { Module } from '@nestjs/common';
import { AccessController } from './access.controller.ts';
import { ExplainService } from './explain.service.ts';
import { MemberRightsService } from './member-rights.service.ts';
import { RolePreviewService } from './role-preview.service.ts';

@Module({
  controllers: [AccessController],
  providers: [MemberRightsService, ExplainService, RolePreviewService],
})
export class AccessModule {}
