import problem from './en/problems';
import shell from './en/shell';
import charts from './en/charts';
import data from './en/data';
import settings from './en/settings';
import shop from './en/shop';
import webhooks from './en/webhooks';
import people from './en/people';
import dashboard from './en/dashboard';
import terms from './en/terms';

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
};
