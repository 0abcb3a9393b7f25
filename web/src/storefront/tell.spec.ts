const mockSay = jest.fn<void, [{ message: string; type: string }]>();
const mockLoad = jest.fn<void, []>();

// The message comes when something is first told, and may not come.
jest.mock(
  'element-plus/es/components/message/index.mjs',
  () => ({
    __esModule: true,
    get ElMessage() {
      mockLoad();
      return mockSay;
    },
  }),
  { virtual: true },
);
jest.mock('element-plus/theme-chalk/el-message.css', () => ({}), { virtual: true });

import { notice, tell, tellOnce } from './tell';

describe('what is told', () => {
  beforeEach(() => {
    mockSay.mockReset();
    mockLoad.mockReset();
    notice.value = null;
  });

  it('is said at the edge of the page', async () => {
    await tell('It is yours.');
    expect(mockSay).toHaveBeenCalledWith(expect.objectContaining({ message: 'It is yours.', type: 'success' }));
    expect(notice.value).toBeNull();
  });

  it('is said in the page itself when the message does not come', async () => {
    mockLoad.mockImplementation(() => {
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    await tell('Nobody answered.', 'error');
    expect(notice.value).toEqual({ text: 'Nobody answered.', type: 'error' });
  });

  it('is told once, whoever else tells it', async () => {
    await Promise.all([tellOnce('a purchase', 'It is yours.'), tellOnce('a purchase', 'You bought it.')]);
    expect(mockSay).toHaveBeenCalledTimes(1);
    mockLoad.mockImplementation(() => {
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    await tellOnce('another', 'It is yours too.');
    await tellOnce('another', 'You bought it too.');
    expect(notice.value?.text).toBe('It is yours too.');
  });
});
