import { Module } from '@nestjs/common';
import { DemoLoginController } from './demo-login.controller';

/** Part of the application only where DEMO=true: elsewhere its address is one of the many that are not there. */
@Module({ controllers: [DemoLoginController] })
export class DemoLoginModule {}
