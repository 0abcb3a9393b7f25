import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type Router,
  type RouteRecordRaw,
} from 'vue-router';
import { whenKnown } from '../client/restoration';
import { currentUser } from '../client/session';

declare module 'vue-router' {
  interface RouteMeta {
    /** A page for players who are signed in (storefront). */
    needsPlayer?: boolean;
    /** A page where a session begins (storefront). */
    isEntrance?: boolean;
    /** Shown to anybody. */
    isPublic?: boolean;
    /** Under which heading the menu lists it, for whom. */
    menu?: 'watch' | 'people' | 'shop' | 'data' | 'settings';
    /** The name of the page of all of them, for a page of one: a way back to it stands above. */
    within?: string;
    roles?: readonly ('support' | 'finance' | 'admin')[];
  }
}

const ALL = ['support', 'finance', 'admin'] as const;

/**
 * Every page of the console, in the order of the menu. Its title is `pages.<name>`. A page for fewer than all staff names
 * its roles; what somebody may do is decided by the server alone.
 */
export const PAGES: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'dashboard',
    component: () => import('./pages/DashboardPage.vue'),
    meta: { menu: 'watch', roles: ALL },
  },
  {
    path: '/books',
    name: 'books',
    component: () => import('./pages/BooksPage.vue'),
    meta: { menu: 'watch', roles: ['finance', 'admin'] },
  },
  {
    path: '/audit-log',
    name: 'auditLog',
    component: () => import('./pages/AuditLogPage.vue'),
    meta: { menu: 'watch', roles: ALL },
  },
  {
    path: '/catalogue',
    name: 'catalogue',
    component: () => import('./pages/CataloguePage.vue'),
    meta: { menu: 'shop', roles: ALL },
  },
  {
    path: '/catalogue/new',
    name: 'newProduct',
    component: () => import('./pages/ProductPage.vue'),
    meta: { within: 'catalogue' },
  },
  {
    path: '/catalogue/:id',
    name: 'product',
    component: () => import('./pages/ProductPage.vue'),
    props: true,
    meta: { within: 'catalogue' },
  },
  {
    path: '/payments',
    name: 'payments',
    component: () => import('./pages/PaymentsPage.vue'),
    meta: { menu: 'shop', roles: ALL },
  },
  {
    path: '/orders/:id',
    name: 'order',
    component: () => import('./pages/OrderPage.vue'),
    props: true,
    meta: { within: 'payments' },
  },
  {
    path: '/inbox',
    name: 'inbox',
    component: () => import('./pages/InboxPage.vue'),
    meta: { menu: 'shop', roles: ['finance', 'admin'] },
  },
  {
    path: '/players',
    name: 'players',
    component: () => import('./pages/PlayersPage.vue'),
    meta: { menu: 'people', roles: ALL },
  },
  {
    path: '/players/:id',
    name: 'player',
    component: () => import('./pages/PlayerPage.vue'),
    props: true,
    meta: { within: 'players' },
  },
  {
    path: '/grants',
    name: 'grants',
    component: () => import('./pages/GrantsPage.vue'),
    meta: { menu: 'people', roles: ALL },
  },
  {
    path: '/grant-budgets',
    name: 'grantBudgets',
    component: () => import('./pages/GrantBudgetsPage.vue'),
    meta: { menu: 'people', roles: ALL },
  },
  {
    path: '/pipeline',
    name: 'pipeline',
    component: () => import('./pages/PipelinePage.vue'),
    meta: { menu: 'data', roles: ALL },
  },
  {
    path: '/pipeline/:id',
    name: 'pipelineRun',
    component: () => import('./pages/PipelineRunPage.vue'),
    props: true,
    meta: { within: 'pipeline' },
  },
  {
    path: '/cases',
    name: 'cases',
    component: () => import('./pages/CasesPage.vue'),
    meta: { menu: 'data', roles: ALL },
  },
  {
    path: '/metrics',
    name: 'metrics',
    component: () => import('./pages/MetricsPage.vue'),
    meta: { menu: 'data', roles: ALL },
  },
  {
    path: '/currencies',
    name: 'currencies',
    component: () => import('./pages/CurrenciesPage.vue'),
    meta: { menu: 'settings', roles: ALL },
  },
  {
    path: '/reward-rules',
    name: 'rewardRules',
    component: () => import('./pages/RewardRulesPage.vue'),
    meta: { menu: 'settings', roles: ALL },
  },
  {
    path: '/webhooks',
    name: 'webhooks',
    component: () => import('./pages/WebhooksPage.vue'),
    meta: { menu: 'settings', roles: ALL },
  },
  {
    path: '/webhooks/:id',
    name: 'webhook',
    component: () => import('./pages/WebhookPage.vue'),
    props: true,
    meta: { within: 'webhooks' },
  },
  {
    path: '/api-keys',
    name: 'apiKeys',
    component: () => import('./pages/ApiKeysPage.vue'),
    meta: { menu: 'settings', roles: ['admin'] },
  },
  { path: '/login', name: 'logIn', component: () => import('./pages/LogInPage.vue'), meta: { isPublic: true } },
  { path: '/:rest(.*)', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
];

export function createPages(): Router {
  const router = createRouter({ history: createWebHistory('/console/'), routes: PAGES });
  router.beforeEach(async (to) => {
    await whenKnown();
    if (maySee(to)) return true;
    return isStaff() ? { name: 'dashboard' } : { name: 'logIn', query: { next: to.fullPath } };
  });
  // The script of a page is of an older build, or nobody answered: the whole page is asked for anew.
  router.onError((_error, to, from) => {
    if (from.matched.length > 0) location.assign(router.resolve(to.fullPath).href);
  });
  return router;
}

/** Whether the page is shown to who is signed in. */
export function maySee({ meta }: Pick<RouteLocationNormalized, 'meta'>): boolean {
  return meta.isPublic === true || (isStaff() && isFor({ meta }));
}

export function isStaff(): boolean {
  return ALL.some((role) => role === currentUser.value?.role);
}

/** Whether who is signed in has a use for the page. */
export function isFor(page: Pick<RouteRecordRaw, 'meta'>): boolean {
  return page.meta?.roles?.some((role) => role === currentUser.value?.role) ?? true;
}
