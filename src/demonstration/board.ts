import type { Config } from '../platform/config/config';
import { CATALOGUE } from './catalogue';
import { type DemoAccounts, demoAccountsFile } from './demo-accounts';

/** What a newcomer needs to know once Florin serves, with a command that buys an item. */
export function board(config: Config, address: string, accounts: DemoAccounts | null): string {
  const probes = [`  Health    ${address}/health`, `  Metrics   ${address}/metrics`];
  if (config.role === 'worker') return ['', '  Florin is ready.', '', ...probes, ''].join('\n');
  const pages = [
    `  Shop      ${address}/`,
    `  Console   ${address}/console`,
    `  API       ${address}/api/v1`,
    `  Swagger   ${address}/docs`,
  ];
  const shown = accounts === null ? [] : demonstration(config, address, accounts);
  const opened = config.demo ? warning(address) : [];
  return ['', '  Florin is ready.', '', ...pages, ...probes, ...opened, ...shown, ''].join('\n');
}

/** Who reads nothing else should read this. */
function warning(address: string): string[] {
  return [
    '',
    '  ! DEMO=true: ANYBODY WHO REACHES THIS ADDRESS LOGS IN AS ANY PLAYER OF THE EARLIER LOGIN, WITHOUT A PASSWORD:',
    `  !   POST ${address}/login {"userId": "player_001"}`,
    '  ! and players add funds to themselves. DEMO=false ends both; production refuses to start with it.',
  ];
}

function demonstration(config: Config, address: string, { player, admin, password }: DemoAccounts): string[] {
  const login = JSON.stringify({ username: player, password });
  return [
    '',
    `  Accounts  ${player} and ${admin}, password ${password}`,
    `            (kept in ${demoAccountsFile(config)})`,
    '',
    '  Buy an item:',
    '',
    `  TOKEN=$(curl -s ${address}/api/v1/auth/login -H 'Content-Type: application/json' -d '${login}' \\`,
    `    | node -pe 'JSON.parse(require("fs").readFileSync(0)).accessToken')`,
    `  curl -s ${address}/api/v1/products/${CATALOGUE[0].id}/purchase -X POST -H "Authorization: Bearer $TOKEN" \\`,
    `    -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%s)" -d '{"quantity": 1}'`,
    ...ambassadors(config, address),
  ];
}

/** What another team owns can be bought too, once its owner, or `npm run sellables:mock`, answers. */
function ambassadors({ sellables }: Config, address: string): string[] {
  if (sellables.ambassadors === undefined) return [];
  const { host, port } = sellables.ambassadors;
  return [
    '',
    `  Put an ambassador into the cart, whose owner answers at ${host}:${port} (npm run sellables:mock):`,
    '',
    `  curl -s ${address}/api/v1/cart/items -X POST -H "Authorization: Bearer $TOKEN" \\`,
    `    -H 'Content-Type: application/json' -d '{"sellable": {"source": "ambassador", "id": "1"}, "quantity": 1}'`,
  ];
}
