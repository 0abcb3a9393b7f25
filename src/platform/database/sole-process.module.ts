import { Module } from '@nestjs/common';
import { SoleProcess } from './sole-process';

@Module({ providers: [SoleProcess] })
export class SoleProcessModule {}
