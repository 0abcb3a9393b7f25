import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { median } from './statistics';

const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const VIEWPORTS = { phone: { width: 375, height: 812 }, desktop: { width: 1280, height: 900 } };

/** What a browser itself measures of one first load, with an empty cache. */
interface Load {
  /** Largest contentful paint, in milliseconds. */
  paintMs: number;
  layoutShift: number;
  scriptBytes: number;
}

/** Runs in the page, before anything of it does. */
const WATCH = `
  globalThis.seen = { paintMs: 0, layoutShift: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) globalThis.seen.paintMs = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.seen.layoutShift += value;
  }).observe({ type: 'layout-shift', buffered: true });`;
const SCRIPT_BYTES = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The first load of the storefront of a running Florin, beside that of a page that is one heading and nothing else. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: `http://127.0.0.1:${process.env.PORT ?? 3000}/` },
      rounds: { type: 'string', default: '7' },
    },
  });
  const floor = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>A page</h1>'));
  await once(floor.listen(0, '127.0.0.1'), 'listening');
  const floorUrl = `http://127.0.0.1:${(floor.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    for (const viewport of ['phone', 'desktop'] as const) {
      const loads: Load[] = [];
      const floors: Load[] = [];
      for (let round = 0; round < Number(values.rounds); round++) {
        floors.push(await firstLoad(browser, floorUrl, viewport));
        loads.push(await firstLoad(browser, values.url, viewport));
      }
      report(viewport, loads, floors);
    }
  } finally {
    await browser.close();
    floor.close();
  }
}

async function firstLoad(browser: Browser, url: string, viewport: keyof typeof VIEWPORTS): Promise<Load> {
  const context = await browser.newContext({ viewport: VIEWPORTS[viewport] });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(url, { waitUntil: 'networkidle' });
  const seen = await page.evaluate<Omit<Load, 'scriptBytes'>>('globalThis.seen');
  const scriptBytes = await page.evaluate<number>(SCRIPT_BYTES);
  await context.close();
  return { ...seen, scriptBytes };
}

function report(viewport: string, loads: readonly Load[], floors: readonly Load[]): void {
  const paint = median(loads.map(({ paintMs }) => paintMs));
  const floor = median(floors.map(({ paintMs }) => paintMs));
  const shift = Math.max(...loads.map(({ layoutShift }) => layoutShift));
  const kilobytes = Math.max(...loads.map(({ scriptBytes }) => scriptBytes)) / 1_000;
  say(`${viewport}, ${loads.length} first loads`);
  say(`  largest contentful paint  ${Math.round(paint)} ms (aim 1,500), a bare heading ${Math.round(floor)} ms`);
  say(`  layout shift, worst       ${shift.toFixed(3)} (aim 0.05)`);
  say(`  compressed script         ${kilobytes.toFixed(0)} kB (aim 250)`);
}

void main();
