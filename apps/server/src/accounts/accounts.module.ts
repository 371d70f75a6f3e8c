import { Module } from '@nestjs/common';
import { DepartmentsController } from './departments.controller.ts';
import { DepartmentsService } from './departments.service.ts';
import { InvitationsService } from './invitations.service.ts';
import { LanguageService } from './language.service.ts';
import { MembersController } from './members.controller.ts';
import { MembersService } from './members.service.ts';
import { SessionController } from './session.controller.ts';
import { Sessions } from './sessions.ts';
import { SetupService } from './setup.service.ts';
import { SignInService } from './sign-in.service.ts';
import { SignInThrottle } from './sign-in-throttle.ts';

@Module({
  controllers: [SessionController, MembersController, DepartmentsController],
  providers: [Sessions, SetupService, SignInService, SignInThrottle, LanguageService, MembersService, DepartmentsService, InvitationsService],
})
export class AccountsModule {}
