import type { Command } from '../command';
import { addFunds } from './add-funds.rule';
import { purchase } from './purchase.rule';
import type { Rulebook } from './rule';
import { use } from './use.rule';

const RULEBOOKS: { [Kind in Command['kind']]: Rulebook<Extract<Command, { kind: Kind }>> } = {
  purchase,
  use,
  add_funds: addFunds,
};

/** The rulebook of a command's own kind. */
export function rulebookOf<C extends Command>(command: C): Rulebook<C> {
  return RULEBOOKS[command.kind] as unknown as Rulebook<C>;
}
