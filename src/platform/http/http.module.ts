import { Global, Module } from '@nestjs/common';
import { Connections } from './connections';
import { Lifecycle } from './lifecycle';
import { Metrics } from './metrics';

@Global()
@Module({ providers: [Connections, Lifecycle, Metrics], exports: [Connections, Lifecycle, Metrics] })
export class HttpModule {}
