import { accessOf, Limit, Public, Roles } from './access';

class Closed {
  plain(): void {}
  @Public() open(): void {}
  @Roles('admin') @Limit('money') limited(): void {}
  @Public() @Roles('admin') both(): void {}
}

@Public()
@Limit('unlimited')
class Open {
  plain(): void {}
  @Roles('finance', 'admin') restricted(): void {}
}

const admission = (controller: typeof Closed | typeof Open, method: string) => {
  const handler = (controller.prototype as unknown as Record<string, () => void>)[method];
  const { isPublic, roles, limit } = accessOf(controller, handler);
  return { isPublic, roles, limit };
};

describe('what a route says about access', () => {
  it('is closed to strangers when it says nothing', () => {
    expect(admission(Closed, 'plain')).toEqual({ isPublic: false, roles: undefined, limit: 'reads' });
  });

  it('is open when it says so', () => {
    expect(admission(Closed, 'open')).toMatchObject({ isPublic: true });
    expect(admission(Open, 'plain')).toEqual({ isPublic: true, roles: undefined, limit: 'unlimited' });
  });

  it('names its roles and its limit', () => {
    expect(admission(Closed, 'limited')).toEqual({ isPublic: false, roles: ['admin'], limit: 'money' });
  });

  it('closes one method of an open controller', () => {
    expect(admission(Open, 'restricted')).toMatchObject({ isPublic: false, roles: ['finance', 'admin'] });
  });

  it('takes the stricter of two contradicting words', () => {
    expect(admission(Closed, 'both')).toMatchObject({ isPublic: false, roles: ['admin'] });
  });
});
