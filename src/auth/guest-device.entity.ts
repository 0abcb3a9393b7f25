import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** The device of a guest: its id is their only proof, so we keep its hash. */
@Entity('guest_devices')
export class GuestDevice {
  @PrimaryColumn('bytea', { name: 'device_hash' })
  deviceHash: Buffer;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
