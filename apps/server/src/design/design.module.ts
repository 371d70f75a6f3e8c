import { Module } from '@nestjs/common';
import { RecordsModule } from '../records/records.module.ts';
import { AidKeeper } from './aid-keeper.ts';
import { ChangePreviews } from './change-previews.ts';
import { ChoicesService } from './choices.service.ts';
import { DesignController } from './design.controller.ts';
import { DesignStore } from './design-store.ts';
import { DesignTrashService } from './design-trash.service.ts';
import { DriftWatch } from './drift-watch.ts';
import { EntitiesService } from './entities.service.ts';
import { FormulaPreview } from './formula-preview.ts';
import { LayoutsService } from './layouts.service.ts';
import { RolesService } from './roles.service.ts';

@Module({
  imports: [RecordsModule],
  controllers: [DesignController],
  providers: [DesignStore, EntitiesService, LayoutsService, RolesService, DesignTrashService, ChoicesService, ChangePreviews, FormulaPreview, AidKeeper, DriftWatch],
  exports: [DesignStore, EntitiesService, LayoutsService, RolesService],
})
export class DesignModule {}
