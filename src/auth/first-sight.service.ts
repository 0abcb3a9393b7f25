import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { UsersService } from '../users/users.service';

/** How somebody proves who they are without a password. */
export interface Proof {
  /** Whether those with such a proof are asked to become full accounts; others log in elsewhere. */
  isGuest: boolean;
  findUserId(): Promise<string | undefined>;
  /** Makes the proof that user's; false when it is somebody's already. */
  claim(tx: Tx, userId: string): Promise<boolean>;
}

/** Somebody else made a user for the same proof at the same time; ours must not stay. */
class WasFaster extends Error {}

/** Users who come into being when their proof is first seen. */
@Injectable()
export class FirstSightService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersService,
  ) {}

  /** The player with this proof, made now if there is none; of many who bring the same proof at once, one makes them. */
  async playerOf(proof: Proof): Promise<{ userId: string; isNew: boolean }> {
    const known = await proof.findUserId();
    if (known !== undefined) return { userId: known, isNew: false };
    try {
      return { userId: await this.unitOfWork.run((tx) => this.make(tx, proof)), isNew: true };
    } catch (error) {
      if (error instanceof WasFaster) return this.playerOf(proof);
      throw error;
    }
  }

  private async make(tx: Tx, proof: Proof): Promise<string> {
    const name = `${proof.isGuest ? 'guest' : 'player'}-${randomBytes(8).toString('hex')}`;
    const nobody = { username: name, email: null, passwordHash: null, role: 'player', isGuest: proof.isGuest } as const;
    const { id } = await this.users.create(tx, nobody);
    if (!(await proof.claim(tx, id))) throw new WasFaster();
    return id;
  }
}
