const mockAsk = jest.fn<Promise<unknown>, [string, string, Record<string, unknown>]>();
const mockLoad = jest.fn<void, []>();

// The dialog comes when it is first needed, and may not come.
jest.mock(
  'element-plus/es/components/message-box/index.mjs',
  () => ({
    __esModule: true,
    get ElMessageBox() {
      mockLoad();
      return { confirm: mockAsk };
    },
  }),
  { virtual: true },
);
jest.mock('element-plus/theme-chalk/el-message-box.css', () => ({}), { virtual: true });
jest.mock('element-plus/theme-chalk/el-overlay.css', () => ({}), { virtual: true });

import { chosen, confirmed } from './confirmed';

const ask = () => chosen('Buy it?', 'It cannot be undone.', 'Buy', 'Not now');

describe('a question before something that cannot be undone', () => {
  beforeEach(() => {
    mockAsk.mockReset().mockResolvedValue('confirm');
    mockLoad.mockReset();
  });

  it('tells yes from no, and no from no answer', async () => {
    await expect(ask()).resolves.toBe('yes');
    mockAsk.mockImplementation(() => refusing('cancel'));
    await expect(ask()).resolves.toBe('no');
    await expect(confirmed('Buy it?', 'Really?', 'Buy', 'Not now')).resolves.toBe(false);
    mockAsk.mockImplementation(() => refusing('close'));
    await expect(ask()).resolves.toBe('neither');
  });

  it('is asked once however often somebody taps', async () => {
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers).toEqual(['yes', 'neither', 'neither']);
    expect(mockAsk).toHaveBeenCalledTimes(1);
    await expect(ask()).resolves.toBe('yes');
  });

  it('gives the focus to no answer, and can advise against', async () => {
    await ask();
    expect(mockAsk.mock.lastCall?.[2]).toMatchObject({ autofocus: false, confirmButtonType: 'primary' });
    await chosen('Leave?', 'All is lost.', 'Leave', 'Keep', 'no');
    expect(mockAsk.mock.lastCall?.[2]).toMatchObject({ confirmButtonType: '', cancelButtonType: 'primary' });
  });

  it('is asked by the browser itself when the dialog does not come', async () => {
    mockLoad.mockImplementation(() => {
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    const native = jest.fn(() => true);
    Object.assign(globalThis, { confirm: native });
    await expect(ask()).resolves.toBe('yes');
    native.mockReturnValue(false);
    await expect(ask()).resolves.toBe('neither');
    expect(native).toHaveBeenCalledWith('Buy it?\n\nIt cannot be undone.');
  });
});

/** As the dialog says how it was left: with a word that is no Error. */
function refusing(action: string): Promise<never> {
  // oxlint-disable-next-line prefer-promise-reject-errors
  return Promise.reject(action);
}
