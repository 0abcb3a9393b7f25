import shared from '../../words/problems.ru';
import type en from './problems.en';

export default {
  ...shared,
  user: { username_taken: 'Это имя уже занято.', email_taken: 'Эта почта уже занята.' },
  auth: {
    ...shared.auth,
    reset_token_invalid: 'Эта ссылка больше не действует. Запросите новую.',
    not_a_guest: 'Это уже полноценный аккаунт.',
  },
  account: { blocked: 'Этот аккаунт заблокирован.' },
  mail: { not_configured: 'Отсюда письма не отправляются. Обратитесь в поддержку.' },
  product: {
    not_found: 'Этого больше нет в продаже.',
    price_changed: 'Цена изменилась. Проверьте её и попробуйте ещё раз.',
    out_of_stock: 'Распродано.',
    limit_reached: 'Вы взяли столько, сколько можно.',
    not_on_sale: 'Этого нет в продаже.',
    single_only: 'Это покупается по одному.',
    not_consumable: 'Это нельзя израсходовать.',
  },
  inventory: { already_owned: 'У вас это уже есть.', not_enough: 'У вас больше не осталось.' },
  wallet: {
    ...shared.wallet,
    limit_exceeded: 'Кошелёк полон.',
    top_up_too_large: 'Столько за раз добавить нельзя.',
    currency_inactive: 'Эта валюта не используется.',
  },
  reward: {
    not_found: 'За это награды нет.',
    cap_reached: 'Эту награду вы уже получили. Приходите завтра.',
    cooling_down: 'Эту награду вы уже получили. Приходите позже.',
  },
  cart: {
    full: 'Корзина полна.',
    quantity_too_large: 'Столько в корзину не помещается.',
    line_not_found: 'Этого больше нет в корзине.',
    not_for_money: 'За деньги это не продаётся.',
  },
  checkout: {
    cart_empty: 'Корзина пуста или уже заказана.',
    cart_changing: 'Корзина изменилась. Проверьте её и попробуйте ещё раз.',
    too_many_unpaid: 'Слишком много неоплаченных заказов. Сначала оплатите или отмените один.',
    lines_unavailable: 'Часть корзины сейчас нельзя купить.',
    price_changed: 'Цены изменились. Проверьте сумму и попробуйте ещё раз.',
  },
  payment: {
    provider_not_offered: 'Такого способа оплаты нет.',
    currency_not_offered: 'Этот способ оплаты не принимает такую валюту.',
    provider_unavailable: 'Платёжная система не отвечает. Заказ сохранён: попробуйте оплатить ещё раз.',
    purchases_blocked: 'Сейчас вы не можете покупать за деньги. Обратитесь в поддержку.',
    order_not_cancellable: 'Этот заказ уже нельзя отменить.',
    order_being_paid: 'Этот заказ прямо сейчас оплачивают.',
  },
  order: { not_found: 'Такого заказа нет.' },
} satisfies typeof en;
