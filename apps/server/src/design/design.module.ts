import { Module } from '@nestjs/common';
import { DesignController } from './design.controller.ts';
import { DesignStore } from './design-store.ts';
import { EntitiesService } from './entities.service.ts';
import { LayoutsService } from './layouts.service.ts';
import { RolesService } from './roles.service.ts';

@Module({
  controllers: [DesignController],
  providers: [DesignStore, EntitiesService, LayoutsService, RolesService],
  exports: [DesignStore, EntitiesService, LayoutsService, RolesService],
})
export class DesignModule {}
