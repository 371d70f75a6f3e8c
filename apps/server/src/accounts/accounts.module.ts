import { Module } from '@nestjs/common';
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
  controllers: [SessionController, MembersController],
  providers: [Sessions, SetupService, SignInService, SignInThrottle, LanguageService, MembersService, InvitationsService],
})
export class AccountsModule {}
