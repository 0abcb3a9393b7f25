import { PLAYER_PREFIX, PRODUCT_PREFIX } from './players';

/**
 * A purchase as one function call: the best we could write. The account's row is locked by the update that draws its
 * sequence; nothing is read twice; whoever cannot pay is undone by an exception. The rows are those that the
 * application writes, and the stored answer is its answer to the byte.
 */
export const PURCHASE_FUNCTION = `
create function floor_purchase(player bigint, item bigint) returns bigint language plpgsql as $$
declare
  buyer constant uuid := '${PLAYER_PREFIX}' || player;
  bought constant uuid := '${PRODUCT_PREFIX}' || item;
  purchase constant uuid := gen_random_uuid();
  what record;
  seq bigint;
  at timestamptz;
  funds bigint;
  held bigint;
  since timestamptz;
  moment text;
begin
  select p.sku, p.name, p.type, r.amount into strict what
  from products p join prices r on r.product_id = p.id and r.currency = 'COIN'
  where p.id = bought and p.is_active;

  update accounts a set last_seq = a.last_seq + 2, last_entry_at = greatest(clock_timestamp(), a.last_entry_at)
  where a.user_id = buyer and a.status = 'active'
  returning a.last_seq, a.last_entry_at into strict seq, at;

  update wallets w set balance = w.balance - what.amount
  where w.user_id = buyer and w.currency = 'COIN' and w.balance >= what.amount
  returning w.balance into strict funds;

  insert into inventory as i (user_id, product_id, quantity, purchased_at) values (buyer, bought, 1, at)
  on conflict (user_id, product_id) do update set quantity = i.quantity + 1
  returning i.quantity, i.purchased_at into held, since;

  insert into transactions (user_id, id, kind, status, product_id, quantity, currency, amount, actor_id, created_at)
  values (buyer, purchase, 'purchase', 'completed', bought, 1, 'COIN', what.amount, buyer, at);

  insert into ledger_entries (user_id, seq, transaction_id, currency, product_id, amount, balance_after,
    counter_account, created_at)
  values (buyer, seq - 1, purchase, 'COIN', null, -what.amount, funds, 'sink:purchase', at),
    (buyer, seq, purchase, null, bought, 1, held, 'source:purchase', at);

  moment := to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  insert into idempotency_keys (user_id, actor_id, key, fingerprint, transaction_id, status, answer, created_at)
  values (buyer, buyer, gen_random_uuid()::text, 'mJ4Zq2Xv8sYd1KpR7tLbN5wGhC3fUeA0iOxQyVzTkBc', purchase, 201,
    '{"transaction":{"id":"' || purchase || '","kind":"purchase","status":"completed","productId":"' || bought
    || '","quantity":1,"currency":"COIN","amount":' || what.amount || ',"failureCode":null,"reason":null,"createdAt":"'
    || moment || '"},"balance":' || funds || ',"item":{"product":{"id":"' || bought || '","sku":"' || what.sku
    || '","name":"' || what.name || '","type":"' || what.type || '"},"quantity":' || held || ',"purchasedAt":"'
    || to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"}}', at);

  insert into outbox_events (size, events)
  values (1, ('[{"type":"product.purchased","payload":{"transactionId":"' || purchase || '","userId":"' || buyer
    || '","productId":"' || bought || '","quantity":1,"currency":"COIN","amount":' || what.amount || ',"at":"'
    || moment || '"}}]')::json);
  return funds;
end $$`;

/** For pgbench: \`:player\` and \`:item\` are drawn by the lines before. */
export const BY_FUNCTION = 'select floor_purchase(:player, :item);';

/**
 * The same rows by plain statements, each awaited, as a service writes them that decides outside the database. A colon
 * before a letter or digit is a variable to pgbench, even in a literal.
 */
export const BY_STATEMENTS = `
begin;
select sku, name, type, r.amount as price, gen_random_uuid() as purchase from products p
join prices r on r.product_id = p.id and r.currency = 'COIN'
where p.id = ('${PRODUCT_PREFIX}' || :item::bigint)::uuid and p.is_active \\gset
update accounts set last_seq = last_seq + 2, last_entry_at = greatest(clock_timestamp(), last_entry_at)
where user_id = ('${PLAYER_PREFIX}' || :player::bigint)::uuid and status = 'active'
returning last_seq, last_entry_at as at, user_id as buyer \\gset
update wallets set balance = balance - :price::bigint
where user_id = :buyer::uuid and currency = 'COIN' and balance >= :price::bigint returning balance \\gset
insert into inventory as i (user_id, product_id, quantity, purchased_at)
values (:buyer::uuid, ('${PRODUCT_PREFIX}' || :item::bigint)::uuid, 1, :at::timestamptz)
on conflict (user_id, product_id) do update set quantity = i.quantity + 1
returning quantity, product_id as bought, purchased_at as since \\gset
insert into transactions (user_id, id, kind, status, product_id, quantity, currency, amount, actor_id, created_at)
values (:buyer::uuid, :purchase::uuid, 'purchase', 'completed', :bought::uuid, 1, 'COIN', :price::bigint,
  :buyer::uuid, :at::timestamptz);
insert into ledger_entries (user_id, seq, transaction_id, currency, product_id, amount, balance_after,
  counter_account, created_at)
values (:buyer::uuid, :last_seq::bigint - 1, :purchase::uuid, 'COIN', null, - :price::bigint, :balance::bigint,
    'sink:' || 'purchase', :at::timestamptz),
  (:buyer::uuid, :last_seq::bigint, :purchase::uuid, null, :bought::uuid, 1, :quantity::bigint,
    'source:' || 'purchase', :at::timestamptz);
insert into idempotency_keys (user_id, actor_id, key, fingerprint, transaction_id, status, answer, created_at)
values (:buyer::uuid, :buyer::uuid, gen_random_uuid()::text, 'mJ4Zq2Xv8sYd1KpR7tLbN5wGhC3fUeA0iOxQyVzTkBc',
  :purchase::uuid, 201,
  '{"transaction":{"id":"' || :purchase::text || '","kind":"purchase","status":"completed","productId":"'
  || :bought::text || '","quantity":' || '1,"currency":"COIN","amount":' || :price::text
  || ',"failureCode":' || 'null,"reason":' || 'null,"createdAt":"' || :at::text || '"},"balance":' || :balance::text
  || ',"item":{"product":{"id":"' || :bought::text || '","sku":"' || :sku::text || '","name":"' || :name::text
  || '","type":"' || :type::text || '"},"quantity":' || :quantity::text || ',"purchasedAt":"' || :since::text
  || '"}}', :at::timestamptz);
insert into outbox_events (size, events)
values (1, ('[{"type":"product.purchased","payload":{"transactionId":"' || :purchase::text || '","userId":"'
  || :buyer::text || '","productId":"' || :bought::text || '","quantity":' || '1,"currency":"COIN","amount":'
  || :price::text || ',"at":"' || :at::text || '"}}]')::json);
commit;`;
