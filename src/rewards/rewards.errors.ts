import { DomainError } from '../platform/errors/domain-error';

export class RewardRuleNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'reward_rule.not_found';

  constructor() {
    super('There is no such reward rule.');
  }
}

export class RewardReasonTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'reward_rule.reason_taken';

  constructor(reason: string) {
    super(`Another rule pays for ${reason}, whatever the case of its letters.`, { reason });
  }
}

export class RewardRuleVersionMismatch extends DomainError {
  readonly kind = 'precondition_failed';
  readonly code = 'reward_rule.version_mismatch';

  constructor(version: number) {
    super(`Somebody else changed this rule; it is at version ${version} now.`, { version });
  }
}

/** It would pay without end: whoever asks often enough makes as much as they like. */
export class RewardRuleUncapped extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'reward.rule_uncapped';

  constructor() {
    super('A rule needs a cap: daily, for ever, or a time between payments.');
  }
}

export class RewardAmountAmbiguous extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'reward_rule.amount_ambiguous';

  constructor() {
    super('A rule has either a fixed amount or a maximum (maxAmount), and not both.');
  }
}
