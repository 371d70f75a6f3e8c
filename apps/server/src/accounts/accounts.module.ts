import { Module } from '@nestjs/common';
import { AccountController } from './account.controller.ts';
import { AccountService } from './account.service.ts';
import { ApiKeysController } from './api-keys.controller.ts';
import { ApiKeysService } from './api-keys.service.ts';
import { DepartmentsController } from './departments.controller.ts';
import { DepartmentsService } from './departments.service.ts';
import { GroupsController } from './groups.controller.ts';
import { GroupsService } from './groups.service.ts';
import { InvitationsService } from './invitations.service.ts';
import { LanguageService } from './language.service.ts';
import { MembersController } from './members.controller.ts';
import { MembersService } from './members.service.ts';
import { SessionController } from './session.controller.ts';
import { OidcProvider } from './oidc-provider.ts';
import { OidcService } from './oidc.service.ts';
import { OwnProof } from './own-proof.ts';
import { PasswordResetService } from './password-reset.service.ts';
import { SecuritySettingsService } from './security-settings.ts';
import { Sessions } from './sessions.ts';
import { SetupService } from './setup.service.ts';
import { SignInService } from './sign-in.service.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import { SignInWaysController } from './sign-in-ways.controller.ts';
import { TotpService } from './totp.service.ts';
import { ViewAsController } from './view-as.controller.ts';
import { ViewAsService } from './view-as.service.ts';

@Module({
  controllers: [SessionController, AccountController, SignInWaysController, MembersController, DepartmentsController, GroupsController, ApiKeysController, ViewAsController],
  providers: [Sessions, SetupService, SignInService, SignInThrottle, SecuritySettingsService, OwnProof, TotpService, AccountService, PasswordResetService, OidcProvider, OidcService, LanguageService, MembersService, DepartmentsService, InvitationsService, GroupsService, ApiKeysService, ViewAsService],
  exports: [SecuritySettingsService, MembersService, ApiKeysService],
})
export class AccountsModule {}
