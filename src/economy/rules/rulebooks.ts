import type { SingleCommand } from '../command';
import { addFunds } from './add-funds.rule';
import { earn } from './earn.rule';
import { fulfil } from './fulfil.rule';
import { grant } from './grant.rule';
import { purchase } from './purchase.rule';
import { reverse } from './reverse.rule';
import { revoke } from './revoke.rule';
import type { Rulebook } from './rule';
import { use } from './use.rule';

const RULEBOOKS: { [Kind in SingleCommand['kind']]: Rulebook<Extract<SingleCommand, { kind: Kind }>> } = {
  purchase,
  use,
  add_funds: addFunds,
  earn,
  grant,
  revoke,
  fulfil,
  reverse,
};

/** The rulebook of a command's own kind. */
export function rulebookOf<C extends SingleCommand>(command: C): Rulebook<C> {
  return RULEBOOKS[command.kind] as unknown as Rulebook<C>;
}
