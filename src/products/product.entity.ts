import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';
import type { LimitPeriod } from './product-limit';

/** A `currency_pack` is sold for money and turns into coins: nobody owns one. */
export const PRODUCT_TYPES = ['consumable', 'permanent', 'currency_pack'] as const;
export type ProductType = (typeof PRODUCT_TYPES)[number];

/** Texts in another language, by language tag (`ru`, `pt-BR`). */
export type LocalizedTexts = Record<string, { name?: string; description?: string }>;

@Entity('products')
export class Product {
  @PrimaryColumn('uuid')
  id: string;

  /** No two differ only in case. */
  @Column('text')
  sku: string;

  @Column('text')
  name: string;

  @Column('text', { default: '' })
  description: string;

  @Column('jsonb', { default: {} })
  localized: LocalizedTexts;

  @Column('text', { name: 'image_url', nullable: true })
  imageUrl: string | null;

  @Column('jsonb', { default: {} })
  metadata: Record<string, unknown>;

  @Column('text')
  type: ProductType;

  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  /** How many may ever be sold; null: as many as anybody wants. */
  @Column('bigint', { transformer: bigint, nullable: true })
  stock: number | null;

  /** How many one player may take in each period; null: no bound. */
  @Column('bigint', { name: 'limit_per_player', transformer: bigint, nullable: true })
  limitQuantity: number | null;

  @Column('text', { name: 'limit_period', nullable: true })
  limitPeriod: LimitPeriod | null;

  /** In no list: it stands for a good that somebody else owns. */
  @Column('boolean', { name: 'is_hidden', default: false })
  isHidden: boolean;

  /** Grows with every change; `If-Match` against it prevents lost edits. */
  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}
