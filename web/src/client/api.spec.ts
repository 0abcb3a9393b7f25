const mockSession = { user: 'anna', renewedAs: 'anna' };

// The page has an address and a language; here there is neither.
jest.mock('openapi-fetch', () => ({ __esModule: true, default: () => ({}) }));
jest.mock('./session', () => {
  Object.assign(globalThis, { location: { origin: 'http://here' }, document: { documentElement: { lang: 'ru' } } });
  return {
    sessionUserId: {
      get value() {
        return mockSession.user;
      },
    },
    accessToken: () => {
      mockSession.user = mockSession.renewedAs;
      return Promise.resolve(`the token of ${mockSession.user}`);
    },
    requireUser: (begunBy: string) => {
      if (begunBy !== mockSession.user) throw new Error('client.session_changed');
    },
  };
});

import { authorised } from './api';

describe('what is sent', () => {
  const sent = jest.fn<Promise<Response>, [Request]>();

  beforeEach(() => {
    Object.assign(mockSession, { user: 'anna', renewedAs: 'anna' });
    sent.mockReset().mockResolvedValue(new Response());
    jest.spyOn(globalThis, 'fetch').mockImplementation((request) => sent(request as Request));
  });

  it('is in the language of the page, unless the call names one', async () => {
    await authorised(new Request('http://here/products'));
    await authorised(new Request('http://here/products', { headers: { 'Accept-Language': 'zxx' } }));
    expect(sent.mock.calls.map(([{ headers }]) => headers.get('accept-language'))).toEqual(['ru', 'zxx']);
  });

  it('is nothing when the session is renewed as somebody else', async () => {
    mockSession.renewedAs = 'boris';
    const asked = authorised(new Request('http://here/checkout', { method: 'POST' }));
    await expect(asked).rejects.toThrow('client.session_changed');
    expect(sent).not.toHaveBeenCalled();
  });
});
