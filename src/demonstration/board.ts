import type { Config } from '../platform/config/config';
import { CATALOGUE } from './catalogue';
import { type DemoAccounts, demoAccountsFile } from './demo-accounts';

/** What a newcomer needs to know once Florin serves, with a command that buys an item. */
export function board(config: Config, address: string, accounts: DemoAccounts | null): string {
  const lines = [
    '',
    '  Florin is ready.',
    '',
    `  API       ${address}/api/v1`,
    `  Swagger   ${address}/docs`,
    `  Health    ${address}/health`,
    `  Metrics   ${address}/metrics`,
  ];
  return [...lines, ...(accounts === null ? [] : demonstration(config, address, accounts)), ''].join('\n');
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
  ];
}
