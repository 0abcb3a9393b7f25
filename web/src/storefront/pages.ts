import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router';
import { whenKnown } from '../client/restoration';
import { currentUser, isSignedIn } from '../client/session';
import { safePath } from './accounts/safe-path';

const own = { needsPlayer: true };
/** Here a session begins, in the place of the one that the browser holds. */
const entrance = { isEntrance: true };

/** Every page of the storefront; Florin answers these addresses with the face (src/platform/http/web-pages.ts). */
export const PAGES: RouteRecordRaw[] = [
  { path: '/', name: 'catalogue', component: () => import('./pages/CataloguePage.vue') },
  { path: '/products/:sku', name: 'product', props: true, component: () => import('./pages/ProductPage.vue') },
  { path: '/login', name: 'logIn', meta: entrance, component: () => import('./pages/LogInPage.vue') },
  { path: '/register', name: 'register', meta: entrance, component: () => import('./pages/RegisterPage.vue') },
  { path: '/password-reset', name: 'passwordReset', component: () => import('./pages/PasswordResetPage.vue') },
  { path: '/account', name: 'account', meta: own, component: () => import('./pages/AccountPage.vue') },
  { path: '/inventory', name: 'inventory', meta: own, component: () => import('./pages/InventoryPage.vue') },
  { path: '/funds', name: 'funds', meta: own, component: () => import('./pages/FundsPage.vue') },
  { path: '/cart', name: 'cart', meta: own, component: () => import('./pages/CartPage.vue') },
  { path: '/orders', name: 'orders', meta: own, component: () => import('./pages/OrdersPage.vue') },
  { path: '/orders/:id', name: 'order', meta: own, props: true, component: () => import('./pages/OrderPage.vue') },
  { path: '/history', name: 'history', meta: own, component: () => import('./pages/HistoryPage.vue') },
  {
    path: '/notifications',
    name: 'notifications',
    meta: own,
    component: () => import('./pages/NotificationsPage.vue'),
  },
  { path: '/:rest(.*)', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
];

export function createPages(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: PAGES,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  router.beforeEach(async ({ name, meta, fullPath, query }) => {
    if (!meta.needsPlayer && !meta.isEntrance) return true;
    const wasSignedIn = isSignedIn.value;
    await whenKnown();
    if (meta.needsPlayer) return isSignedIn.value || { name: 'logIn', query: { next: fullPath } };
    if (isSignedIn.value && !wasSignedIn) return safePath(query.next);
    // A guest who registers anew would lose everything: the account page makes an account of theirs.
    return name !== 'register' || !currentUser.value?.isGuest || { name: 'account' };
  });
  return router;
}
