/**
 * Refusals that people meet, by the code of the API, in both faces. What is not here is shown in the server's words, which
 * are `{detail}`.
 */
export default {
  client: {
    unreachable: 'Nobody answers. Check the connection and try again.',
    session_changed: 'Somebody else signed in here meanwhile. Load the page anew; nothing was done in their name.',
    too_much: 'This is more than can be shown at once. Choose fewer days, or one campaign.',
    outcome_unknown: 'We do not know yet whether this was done. Try again: it is done once at most.',
  },
  auth: {
    invalid_credentials: 'This name and password do not belong together.',
    unauthorized: 'Your session has ended. Sign in again.',
  },
  wallet: { insufficient_funds: 'There is not enough in the wallet.' },
  request: {
    invalid: 'Something is not filled in as it must be. {detail}',
    timeout: 'The request did not arrive in time. Try again.',
    too_large: 'This is too large to be sent.',
    headers_too_large: 'The browser sent too much with the request. Clear the cookies of this site.',
    unsupported_media_type: 'The server does not read this kind of content.',
  },
  route: {
    not_found: 'There is nothing at this address.',
    method_not_allowed: 'This cannot be done at this address.',
  },
  idempotency: {
    key_missing: 'The request came without its key and was not carried out.',
    key_invalid: 'The request came with a key that cannot be read and was not carried out.',
    key_reused: 'This was asked for with the key of something else. Nothing was changed: load the page anew.',
  },
  economy: {
    amount_too_large: 'This is more than can be counted.',
    busy: 'The server is busy. Try again shortly.',
    account_busy: 'Something else is being done with this account. Try again shortly.',
  },
  sellable: {
    not_found: 'The owner of these goods does not offer them any more.',
    owner_unavailable: 'The owner of these goods does not answer. Try again shortly.',
  },
  event: { busy: 'The server is busy. Try again shortly.' },
  rate_limit: { exceeded: 'Too many tries. Wait a moment.' },
  service: {
    unavailable: 'The server is busy or is just starting. Try again shortly.',
    outcome_unknown: 'We do not know yet whether this was done. Try again: it is done once at most.',
  },
  internal: 'Something went wrong on the server.',
};
