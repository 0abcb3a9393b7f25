import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { Config } from '../platform/config/config';
import { PrincipalSource } from '../platform/security/principal';
import { UsersModule } from '../users/users.module';
import { AccessTokens, jwtOptions } from './access-tokens';
import { AuthController } from './auth.controller';
import { AuthService } from './auth.service';
import { Passwords } from './passwords';

/** Global for one reason: platform's guard asks for a `PrincipalSource` and must not import who provides it. */
@Global()
@Module({
  imports: [JwtModule.registerAsync({ inject: [Config], useFactory: jwtOptions }), UsersModule],
  controllers: [AuthController],
  providers: [AuthService, Passwords, AccessTokens, { provide: PrincipalSource, useExisting: AccessTokens }],
  exports: [AuthService, PrincipalSource],
})
export class AuthModule {}
