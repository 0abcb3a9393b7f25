import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../platform/security/principal';

@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id: string;

  /** As its owner spelled it; unique whatever the case. */
  @Column('text')
  username: string;

  /** Null for guests, for users of another issuer, and once erased. */
  @Column('text', { nullable: true })
  email: string | null;

  /** Null for those who cannot log in with a password. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash: string | null;

  @Column('text')
  role: Role;

  /** Known by a device alone, until they choose a name and a password. */
  @Column('boolean', { name: 'is_guest', default: false })
  isGuest: boolean;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
