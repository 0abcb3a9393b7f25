import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser, picture, visit } from '../support/browser';
import { signInToConsole } from '../support/web-people';
import { makePayer } from '../support/web-rows';
import { startWebFlorin, type WebFlorin } from '../support/web-florin';

const INPUTS = ['purchases_raw.csv', 'confirmed_purchases.csv', 'costs_daily.csv', 'sessions.csv'];
const SAMPLE = join(__dirname, '..', '..', 'dist', 'src', 'pipeline', 'engine', 'sample-cli.js');

let florin: WebFlorin;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'florin-sample-'));
  execFileSync(process.execPath, [SAMPLE, '--rows', '400', '--seed', '7', '--out', folder]);
  florin = await startWebFlorin();
  await makePayer(florin, 'payer');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await florin?.close();
  rmSync(folder, { recursive: true });
});

it('takes four files, runs them before one’s eyes and shows each report as table and chart', async () => {
  const { page, faults } = await visit(browser, florin.url);
  await signInToConsole(page);
  await page.getByRole('link', { name: 'Pipeline' }).click();
  for (const name of INPUTS) {
    const input = page.getByRole('region', { name, exact: true });
    await input.locator('input[type=file]').setInputFiles(join(folder, name));
    await input.getByText('It is there.').waitFor();
  }
  await picture(page, 'pipeline-1-sent');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText('Done', { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'roas_d1.json' }).click();
  const report = page.getByRole('region', { name: 'roas_d1.json' }).first();
  await report.getByRole('img', { name: /ROAS D-1 by campaign/ }).waitFor();
  await report.getByRole('columnheader', { name: 'ad_cost_usd' }).waitFor();
  expect(await report.getByRole('row').count()).toBeGreaterThan(5);
  await picture(page, 'pipeline-2-report');
  for (const name of [
    'reconciliation.json',
    'roas_anomaly.json',
    'arpdau_d1.json',
    'rejected.csv',
    'metrics_daily.csv',
    'purchases_curated.csv',
    'three_way.json',
  ]) {
    await page.getByRole('tab', { name }).click();
    await page.getByRole('region', { name }).first().getByRole('img').first().waitFor();
  }
  expect(faults).toEqual([]);
});
