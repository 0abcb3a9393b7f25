import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { InstallsRepository } from './installs.repository';

@Injectable()
export class AttributionService {
  constructor(private readonly installs: InstallsRepository) {}

  async erase(tx: Tx, userId: string): Promise<void> {
    await this.installs.erase(tx, userId);
  }
}
