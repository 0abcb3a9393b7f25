import { BullModule } from '@nestjs/bullmq';
import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config';
import { MailModule } from '../platform/mail/mail.module';
import { PrincipalSource } from '../platform/security/principal';
import { TransactionsModule } from '../transactions/transactions.module';
import { UsersModule } from '../users/users.module';
import { AccessTokens, jwtOptions } from './access-tokens';
import { AdminsService } from './admins.service';
import { ApiKey } from './api-key.entity';
import { ApiKeyPrincipals } from './api-key-principals';
import { ApiKeysController } from './api-keys.controller';
import { ApiKeysRepository } from './api-keys.repository';
import { ApiKeysService } from './api-keys.service';
import { AuthController } from './auth.controller';
import { AuthService } from './auth.service';
import { ExternalIdentitiesRepository } from './external-identities.repository';
import { ExternalIdentitiesService } from './external-identities.service';
import { ExternalIdentity } from './external-identity.entity';
import { ExternalTokens } from './external-tokens';
import { FirstSightService } from './first-sight.service';
import { GuestDevice } from './guest-device.entity';
import { GuestsController } from './guests.controller';
import { GuestsRepository } from './guests.repository';
import { GuestsService } from './guests.service';
import { PasswordChangesService } from './password-changes.service';
import { PasswordReset } from './password-reset.entity';
import { PasswordResetMailsService } from './password-reset-mails.service';
import { PasswordResetsProcessor } from './password-resets.processor';
import { PASSWORD_RESET_JOBS, PASSWORD_RESETS_QUEUE, PasswordResetsQueue } from './password-resets.queue';
import { PasswordResetsRepository } from './password-resets.repository';
import { PasswordResetsService } from './password-resets.service';
import { Passwords } from './passwords';
import { PasswordsController } from './passwords.controller';
import { Principals } from './principals';
import { RefreshCookie } from './refresh-cookie';
import { RefreshToken } from './refresh-token.entity';
import { Session } from './session.entity';
import { SessionHandover } from './session-handover';
import { SessionRetention } from './session-retention';
import { SessionRetentionRepository } from './session-retention.repository';
import { SessionsController } from './sessions.controller';
import { SessionsRepository } from './sessions.repository';
import { SessionsService } from './sessions.service';
import { StaffAuthority } from './staff-authority.service';
import { StaffController } from './staff.controller';
import { StaffService } from './staff.service';

const sessions = [
  SessionsService,
  SessionsRepository,
  SessionHandover,
  RefreshCookie,
  SessionRetention,
  SessionRetentionRepository,
];
const passwords = [
  Passwords,
  PasswordChangesService,
  PasswordResetsService,
  PasswordResetsRepository,
  PasswordResetsQueue,
  PasswordResetsProcessor,
  PasswordResetMailsService,
];
const apiKeys = [ApiKeysService, ApiKeysRepository, ApiKeyPrincipals];
const staff = [StaffService, StaffAuthority, AdminsService];

const otherProofs = [
  FirstSightService,
  GuestsService,
  GuestsRepository,
  ExternalTokens,
  ExternalIdentitiesService,
  ExternalIdentitiesRepository,
];

/** Global for one reason: platform's guard asks for a `PrincipalSource` and must not import who provides it. */
@Global()
@Module({
  imports: [
    JwtModule.registerAsync({ inject: [Config], useFactory: jwtOptions }),
    TypeOrmModule.forFeature([Session, RefreshToken, PasswordReset, ApiKey, GuestDevice, ExternalIdentity]),
    BullModule.registerQueue({ name: PASSWORD_RESETS_QUEUE, defaultJobOptions: PASSWORD_RESET_JOBS }),
    MailModule,
    TransactionsModule,
    UsersModule,
  ],
  controllers: [
    AuthController,
    SessionsController,
    PasswordsController,
    ApiKeysController,
    StaffController,
    GuestsController,
  ],
  providers: [
    AuthService,
    AccessTokens,
    { provide: PrincipalSource, useClass: Principals },
    ...sessions,
    ...passwords,
    ...apiKeys,
    ...staff,
    ...otherProofs,
  ],
  exports: [
    AuthService,
    SessionsService,
    GuestsService,
    ExternalIdentitiesService,
    StaffAuthority,
    AccessTokens,
    PrincipalSource,
  ],
})
export class AuthModule {}
