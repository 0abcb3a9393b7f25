import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../platform/security/principal';

@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id: string;

  /** As its owner spelled it; unique whatever the case. */
  @Column('text')
  username: string;

  @Column('text')
  email: string;

  /** Null for those who cannot log in with a password. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash: string | null;

  @Column('text')
  role: Role;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
