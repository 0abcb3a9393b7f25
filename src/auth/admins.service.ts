import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import type { Registration } from './auth.service';
import { Passwords } from './passwords';

/** Makes those who make everybody else on the staff. Only who may run commands on the server may ask for it. */
@Injectable()
export class AdminsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersService,
    private readonly passwords: Passwords,
    private readonly audit: AuditService,
  ) {}

  /**
   * The audit log names the new admin as who did it, for nobody else is known.
   *
   * @throws UsernameTaken, EmailTaken
   */
  async create({ username, email, password }: Registration, requestId: string): Promise<User> {
    const passwordHash = await this.passwords.hash(password);
    return this.unitOfWork.run(async (tx) => {
      const admin = await this.users.create(tx, { username, email, passwordHash, role: 'admin' });
      const actor = { id: admin.id, role: 'admin', requestId } as const;
      const after = { role: 'admin' };
      await this.audit.record(tx, { actor, action: 'user.role_changed', subjectId: admin.id, after });
      return admin;
    });
  }
}
