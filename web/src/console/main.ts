import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import '../looks/theme.css';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import { queryOptions } from '../client/queries';
import { restore } from '../client/restoration';
import { paint } from '../looks/shade';
import { createWords } from '../words/i18n';
import ConsoleFace from './ConsoleFace.vue';
import { createPages } from './pages';

paint();
const [words] = await Promise.all([
  createWords({ en: () => import('./words/en'), ru: () => import('./words/ru') }),
  restore(),
]);
createApp(ConsoleFace).use(words).use(VueQueryPlugin, queryOptions).use(createPages()).mount('#app');
