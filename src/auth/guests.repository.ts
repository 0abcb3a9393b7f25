import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { GuestDevice } from './guest-device.entity';

@Injectable()
export class GuestsRepository {
  constructor(@InjectRepository(GuestDevice) private readonly devices: Repository<GuestDevice>) {}

  async findUserId(deviceHash: Buffer): Promise<string | undefined> {
    return (await this.devices.findOneBy({ deviceHash }))?.userId;
  }

  findByUser(userId: string): Promise<GuestDevice | null> {
    return this.devices.findOneBy({ userId });
  }

  /** False when the device is known already. */
  async insert(tx: Tx, deviceHash: Buffer, userId: string): Promise<boolean> {
    const rows = await tx.send({
      name: 'insert guest device',
      sql: 'insert into guest_devices (device_hash, user_id) values ($1, $2) on conflict do nothing returning 1 as made',
      params: [deviceHash, userId],
    });
    return rows.length > 0;
  }

  /** False when this user has no device. */
  async delete(tx: Tx, userId: string): Promise<boolean> {
    const { affected } = await tx.getRepository(GuestDevice).delete({ userId });
    return (affected ?? 0) > 0;
  }
}
