import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { SessionRetentionRepository } from './session-retention.repository';

/** Forgets, in slices, sessions that ended long ago, tokens too old to be worth knowing again, and links that expired. */
@Injectable()
export class SessionRetention implements OnModuleInit {
  constructor(
    private readonly repository: SessionRetentionRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'old-sessions', cron: '23 * * * *', run: () => this.run() });
  }

  async run(): Promise<void> {
    // Tokens first: what is left of an old session is little then, and goes with it.
    for (const deleteSlice of [
      () => this.repository.deleteOldTokens(),
      () => this.repository.deleteExpiredSessions(),
      () => this.repository.deleteRevokedSessions(),
      () => this.repository.deleteExpiredResets(),
    ]) {
      while (await deleteSlice());
    }
  }
}
