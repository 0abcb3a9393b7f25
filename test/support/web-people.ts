import type { Page } from 'playwright-core';
import { PASSWORD } from './sessions';
import { DEMO_PASSWORD } from './web-florin';

/** Somebody registers on the page for it, and is in the shop. */
export async function registerOn(page: Page, username: string): Promise<void> {
  await page.goto('/register');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Email').fill(`${username}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('link', { name: /Balance/ }).waitFor();
}

export async function logInOn(page: Page, username: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Username or email').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('link', { name: /Balance/ }).waitFor();
}

/** Takes coins of the demonstration, for who has none yet: 500 are proposed. What says so lasts, unlike a message. */
export async function takeCoins(page: Page): Promise<void> {
  await page.goto('/funds');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: /Balance.*500/ }).waitFor();
}

export function buyButton(page: Page, product: string) {
  return page.getByRole('button', { name: new RegExp(`Buy now.*${product}`) });
}

/** The demonstration's admin, at the console. */
export async function signInToConsole(page: Page): Promise<void> {
  await page.goto('/console/login');
  await page.getByLabel('Username or email').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}
