import { Box, Goods, Tickets, Timer } from '@element-plus/icons-vue';

/** Where players go most, in the order of the menu. */
export const PLACES = [
  { name: 'catalogue', icon: Goods },
  { name: 'inventory', icon: Box },
  { name: 'orders', icon: Tickets },
  { name: 'history', icon: Timer },
] as const;
