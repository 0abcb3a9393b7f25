import {
  accessToken,
  currentUser,
  enterAsGuest,
  followOtherTabs,
  joinOtherTabs,
  logIn,
  logOut,
  renew,
  wasSignedIn,
} from './session';

const MARK = 'florin.signed-in';
const stored = new Map<string, string>();
const asked: string[] = [];
let answers: Record<string, () => Response | Promise<Response>>;
let onStorage: (event: { key: string }) => void;

const path = (name: string) => `/api/v1/auth/${name}`;
const sessionOf = (id: string) => () =>
  Response.json({ user: { id, isGuest: true }, accessToken: `token of ${id}`, expiresIn: 900 });
const status = (code: number) => () => Response.json({ code: 'any' }, { status: code });
const ended = () => new Response(null, { status: 204 });
const unreachable = () => {
  throw new TypeError('fetch failed');
};

beforeAll(() => {
  Object.assign(globalThis, {
    localStorage: {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    },
    navigator: {},
    addEventListener: (_type: string, listener: typeof onStorage) => (onStorage = listener),
  });
  jest.spyOn(globalThis, 'fetch').mockImplementation((address) => {
    asked.push(address as string);
    return Promise.resolve().then(() => answers[address as string]());
  });
});

beforeEach(async () => {
  answers = { [path('logout')]: ended };
  await logOut();
  stored.clear();
  asked.length = 0;
  answers = { [path('guest')]: sessionOf('a guest'), [path('logout')]: ended };
});

describe('logging out', () => {
  it('ends the session', async () => {
    await enterAsGuest();
    expect([currentUser.value?.id, wasSignedIn()]).toEqual(['a guest', true]);
    await logOut();
    expect([currentUser.value, wasSignedIn(), await accessToken()]).toEqual([null, false, null]);
  });

  it('is done when the session had ended before', async () => {
    await enterAsGuest();
    answers[path('logout')] = status(401);
    await logOut();
    expect([currentUser.value, wasSignedIn()]).toEqual([null, false]);
  });

  it.each([
    ['the server is away', status(503)],
    ['too much was asked', status(429)],
    ['nobody answers', unreachable],
  ])('is not claimed when %s', async (_what, answer) => {
    await enterAsGuest();
    answers[path('logout')] = answer;
    await expect(logOut()).rejects.toBeInstanceOf(Error);
    expect([currentUser.value?.id, wasSignedIn()]).toEqual(['a guest', true]);
  });

  it('in another tab is heard here', async () => {
    followOtherTabs();
    await enterAsGuest();
    stored.delete(MARK);
    onStorage({ key: 'florin.language' });
    expect(currentUser.value?.id).toBe('a guest');
    onStorage({ key: MARK });
    expect(currentUser.value).toBeNull();
  });

  it('is heard when somebody else is signed in there', async () => {
    followOtherTabs();
    await enterAsGuest();
    onStorage({ key: MARK });
    expect(currentUser.value?.id).toBe('a guest');
    stored.set(MARK, 'another');
    onStorage({ key: MARK });
    expect(currentUser.value).toBeNull();
  });
});

describe('entering as a guest', () => {
  it('goes on with the session of another tab instead of losing it', async () => {
    stored.set(MARK, 'yes');
    answers[path('refresh')] = sessionOf('the guest of another tab');
    await enterAsGuest();
    expect(currentUser.value?.id).toBe('the guest of another tab');
    expect(asked).toEqual([path('refresh')]);
  });

  it('makes no other guest while nobody says whether there is one', async () => {
    stored.set(MARK, 'yes');
    answers[path('refresh')] = status(503);
    await expect(enterAsGuest()).rejects.toBeInstanceOf(Error);
    expect(asked).toEqual([path('refresh')]);
    expect(wasSignedIn()).toBe(true);
  });

  it('makes one where the session of before does not hold any more', async () => {
    stored.set(MARK, 'yes');
    answers[path('refresh')] = status(401);
    await enterAsGuest();
    expect(currentUser.value?.id).toBe('a guest');
  });
});

describe('joining the other tabs', () => {
  it('tells who would lose their session to another', async () => {
    stored.set(MARK, 'yes');
    answers[path('refresh')] = sessionOf('the guest of another tab');
    await joinOtherTabs();
    expect(currentUser.value).toMatchObject({ id: 'the guest of another tab', isGuest: true });
  });

  it('asks nothing where nobody signed in, or somebody is here', async () => {
    await joinOtherTabs();
    await enterAsGuest();
    await joinOtherTabs();
    expect(asked).toEqual([path('guest')]);
  });
});

describe('beginning a session', () => {
  it('waits for a renewal that is under way: the cookie is that of whom the page shows', async () => {
    let renewed = (_answer: Response): void => {};
    const slow = new Promise<Response>((resolve) => (renewed = resolve));
    answers[path('refresh')] = () => slow;
    answers[path('login')] = sessionOf('anna');
    const renewal = renew();
    const entrance = logIn('anna', 'a password');
    await new Promise(setImmediate);
    expect(asked).toEqual([path('refresh')]);

    renewed(status(401)());
    await Promise.all([renewal, entrance]);
    expect([asked, currentUser.value?.id]).toEqual([[path('refresh'), path('login')], 'anna']);
  });
});

describe('a renewal', () => {
  it('that nobody answers leaves whoever is signed in', async () => {
    await enterAsGuest();
    answers[path('refresh')] = status(503);
    await expect(renew()).rejects.toBeInstanceOf(Error);
    expect(currentUser.value?.id).toBe('a guest');
  });
});
