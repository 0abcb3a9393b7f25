import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

export const PRODUCT_TYPES = ['consumable', 'permanent'] as const;
/** A `currency_pack` is sold for money and grants coins; it cannot be made through the API yet. */
export type ProductType = (typeof PRODUCT_TYPES)[number] | 'currency_pack';

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

  /** Grows with every change; `If-Match` against it prevents lost edits. */
  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}
