import shared from '../../words/problems.en';

/** Refusals that players meet, by the code of the API. */
export default {
  ...shared,
  user: {
    username_taken: 'Somebody has this username already.',
    email_taken: 'Somebody has this email already.',
  },
  auth: {
    ...shared.auth,
    reset_token_invalid: 'This link does not hold any more. Ask for another.',
    not_a_guest: 'This is a full account already.',
  },
  account: { blocked: 'This account is blocked.' },
  mail: { not_configured: 'No mails are sent from here. Ask the support.' },
  product: {
    not_found: 'This is not sold any more.',
    price_changed: 'The price has changed meanwhile. Look at it and try again.',
    out_of_stock: 'Sold out.',
    limit_reached: 'You have taken as many as you may.',
    not_on_sale: 'This is not on sale.',
    single_only: 'This is bought one at a time.',
    not_consumable: 'This is not for using up.',
  },
  inventory: { already_owned: 'You own this already.', not_enough: 'You have none left.' },
  wallet: {
    ...shared.wallet,
    limit_exceeded: 'The wallet is full.',
    top_up_too_large: 'This is more than can be added at once.',
    currency_inactive: 'This currency is not in use.',
  },
  reward: {
    not_found: 'There is no reward for this.',
    cap_reached: 'You have had this reward. Come back tomorrow.',
    cooling_down: 'You have had this reward. Come back later.',
  },
  cart: {
    full: 'The cart is full.',
    quantity_too_large: 'So many do not fit into a cart.',
    line_not_found: 'This is not in the cart any more.',
    not_for_money: 'This has no price in real money.',
  },
  checkout: {
    cart_empty: 'The cart is empty, or it was ordered already.',
    cart_changing: 'The cart changed meanwhile. Look at it and try again.',
    too_many_unpaid: 'Too many of your orders wait to be paid. Pay or cancel one first.',
    lines_unavailable: 'Some of the cart cannot be bought now.',
    price_changed: 'Prices have changed. Look at the sum and try again.',
  },
  payment: {
    provider_not_offered: 'This way to pay is not offered.',
    currency_not_offered: 'This way to pay does not take this currency.',
    provider_unavailable: 'The payment provider does not answer. Your order stands: try again to pay it.',
    purchases_blocked: 'You cannot buy with real money at the moment. Ask the support.',
    order_not_cancellable: 'This order cannot be cancelled any more.',
    order_being_paid: 'Somebody is paying this order right now.',
  },
  order: { not_found: 'There is no such order.' },
};
