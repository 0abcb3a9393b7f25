import problem from './ru/problems';
import type en from './en';
import shell from './ru/shell';
import charts from './ru/charts';
import data from './ru/data';
import settings from './ru/settings';
import shop from './ru/shop';
import webhooks from './ru/webhooks';
import people from './ru/people';
import dashboard from './ru/dashboard';
import terms from './ru/terms';

export default {
  problem,
  ...shell,
  ...dashboard,
  ...people,
  ...charts,
  ...data,
  ...settings,
  ...shop,
  ...webhooks,
  ...terms,
} satisfies typeof en;
