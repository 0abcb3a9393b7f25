import { useQueryClient } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import { answerOf, api } from '../../client/api';
import type { components } from '../../client/schema';
import { ownKey } from '../own';
import { tellOnce } from '../tell';
import { useIntention } from '../../parts/useIntention';

type Inventory = components['schemas']['InventoryView'];

/** Uses up one of a consumable. */
export function useUse(product: () => components['schemas']['ProductSummary']) {
  const client = useQueryClient();
  const { t } = useI18n();
  const intention = useIntention(
    () => ['use', product().id],
    (key) =>
      answerOf(
        api.POST('/api/v1/products/{id}/use', {
          params: { path: { id: product().id }, header: { 'Idempotency-Key': key } },
          body: { quantity: 1 },
        }),
      ),
  );

  /** The receipt says how many are left: they are shown at once. */
  function note(left: number): void {
    const { id } = product();
    client.setQueryData<Inventory>(ownKey('inventory'), (known) =>
      known === undefined
        ? undefined
        : {
            ...known,
            consumables: known.consumables.flatMap((line) => {
              if (line.product.id !== id) return [line];
              return left > 0 ? [{ ...line, quantity: left }] : [];
            }),
          },
    );
  }

  async function use(): Promise<void> {
    const { name } = product();
    const receipt = await intention.carryOut();
    if (receipt === null) return void client.invalidateQueries({ queryKey: ownKey('inventory') });
    const left = receipt.item.quantity;
    note(left);
    void client.invalidateQueries({ queryKey: ['own'] });
    void tellOnce(receipt.transaction.id, t('inventory.used', { name, left }));
  }

  return { ...intention, use };
}
