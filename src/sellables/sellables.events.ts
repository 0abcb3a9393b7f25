/** Their owner deleted these ambassadors. It may be told more than once. */
export class AmbassadorDeleted {
  static readonly type = 'ambassador.deleted';

  constructor(readonly ids: readonly string[]) {}
}
