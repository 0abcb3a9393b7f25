import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import '../looks/theme.css';
import './storefront.css';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import { loadRouteLocation } from 'vue-router';
import { startLive } from '../client/live';
import { queryOptions } from '../client/queries';
import { restore } from '../client/restoration';
import { paint } from '../looks/shade';
import { createWords, language } from '../words/i18n';
import { rememberClick } from './accounts/click';
import { createPages } from './pages';
import StoreFront from './StoreFront.vue';

paint();
rememberClick();
const pages = createPages();
const [words] = await Promise.all([
  createWords({ en: () => import('./words/en'), ru: () => import('./words/ru') }),
  restore(),
  // What the router will need next: whoever must log in first needs another page, and nothing is lost.
  loadRouteLocation(pages.resolve(location.pathname)).catch(() => undefined),
]);
startLive(() => language.value);
createApp(StoreFront).use(words).use(VueQueryPlugin, queryOptions).use(pages).mount('#app');
