import { DomainError } from '../platform/errors/domain-error';

export class GrantToOneself extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'grant.to_oneself';

  constructor() {
    super('Nobody grants to, takes from, or decides about themselves.');
  }
}

export class OwnApproval extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'grant.own_approval';

  constructor() {
    super('Somebody else must approve what you asked for.');
  }
}

export class GrantNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'grant.not_found';

  constructor() {
    super('There is no such grant.');
  }
}

export class GrantAlreadyDecided extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'grant.already_decided';

  constructor(status: string) {
    super(`Nothing is left to decide: this grant is ${status}.`, { grantStatus: status });
  }
}

export class GrantBudgetAboveCeiling extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'grant_budget.above_ceiling';

  constructor(ceiling: number) {
    super(`No budget here may be above ${ceiling}.`, { ceiling });
  }
}

/** They were demoted or blocked since: nobody answers for it any more. */
export class RequesterLeft extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'grant.requester_left';

  constructor() {
    super('Who asked for this is not on the staff any more. It can only be rejected.');
  }
}
