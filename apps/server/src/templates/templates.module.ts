import { Module } from '@nestjs/common';
import { DesignModule } from '../design/design.module.ts';
import { ProcessesModule } from '../processes/processes.module.ts';
import { RecordsModule } from '../records/records.module.ts';
import { TemplateInstaller } from './template-installer.ts';
import { TemplatePackages } from './template-packages.ts';
import { TemplatesController } from './templates.controller.ts';

@Module({
  imports: [DesignModule, RecordsModule, ProcessesModule],
  controllers: [TemplatesController],
  providers: [TemplatePackages, TemplateInstaller],
})
export class TemplatesModule {}
