import { setTimeout as delay } from 'node:timers/promises';
import type { Mishaps } from './chaos';
import { type Expectation, expectationOf } from './expectation';
import { keptOf, move, type Position } from './holdings';
import { isSentAgain, PaymeModel } from './payme-model';
import type { PlannedAct, PlannedOrder } from './plan';
import type { Player } from './player';
import type { ProviderPlayer, ToldOrder } from './provider-player';
import type { ProviderName } from './providers';
import type { Telling } from './scripts';
import type { ShownOrder, Shopper } from './shopper';
import type { Tally } from './tally';
import type { UnpaidOrders } from './unpaid-orders';
import type { Answer, Call, Wire } from './wire';

/** Who orders, and what they must hold in the end. */
export interface Place {
  player: Player;
  expected: Position;
  unpaid: UnpaidOrders;
}

/** An order that was played to its end. */
export interface Played {
  planned: PlannedOrder;
  player: Player;
  expectation: Expectation;
  /** Undefined: it never became one. */
  orderId: string | undefined;
  /** What was not answered as it should be. */
  problems: string[];
}

/** An order while it is played. */
interface Scene {
  told: ToldOrder;
  player: Player;
  problems: string[];
  calls: Map<Telling, Call>;
  model: PaymeModel | undefined;
}

const FAULT_PAUSE_MS = 200;
const MAX_FAULTS = 50;

/** Plays one order: its player, its provider, and what goes wrong between the provider and us. */
export class Storyteller {
  constructor(
    private readonly cast: { provider: ProviderPlayer; shopper: Shopper; wire: Wire },
    private readonly setting: { provider: ProviderName; scale: number; run: string },
    private readonly tally: Tally,
  ) {}

  /** What goes wrong becomes a problem of the order; it never throws. */
  async play(planned: PlannedOrder, place: Place): Promise<Played> {
    const { player } = place;
    const expectation = expectationOf(this.setting.provider, planned);
    const played: Played = { planned, player, expectation, orderId: undefined, problems: [] };
    try {
      const key = `simulated-${this.setting.run}-${planned.index}`;
      const order = await this.cast.shopper.order(player, planned, key);
      played.orderId = order.id;
      for (const { asset, amount } of keptOf(order.lines, expectation, planned.unitsBack))
        move(place.expected, asset, amount);
      await this.act(planned, order, place, played.problems);
      await place.unpaid.note(played);
    } catch (error) {
      played.problems.push(error instanceof Error ? error.message : String(error));
    }
    return played;
  }

  private async act(planned: PlannedOrder, order: ShownOrder, place: Place, problems: string[]): Promise<void> {
    if (planned.isReordered) this.tally.add('reordered');
    const amountBack = order.lines[0].unitPrice * planned.unitsBack;
    const isDisputed = planned.fate === 'dispute_won';
    const told: ToldOrder = { order, amountBack, scale: this.setting.scale, isDisputed, variant: planned.variant };
    const model = this.setting.provider === 'payme' ? new PaymeModel() : undefined;
    const scene: Scene = { told, player: place.player, problems, calls: new Map(), model };
    let waiting: PlannedAct[] = [...planned.acts];
    for (let round = 1, before = Infinity; waiting.length > 0 && waiting.length < before; round++) {
      before = waiting.length;
      if (round > 1) this.tally.add('sent_again', before);
      waiting = await this.round(waiting, scene, place);
    }
  }

  /** @returns what was refused, as it should be, and is worth another try */
  private async round(acts: readonly PlannedAct[], scene: Scene, place: Place): Promise<PlannedAct[]> {
    const refused: PlannedAct[] = [];
    for (const planned of acts) {
      const { act, mishaps } = planned;
      const isDue = scene.model?.take(act) ?? true;
      if (act.by === 'provider') await this.tell(act, mishaps, scene, isDue);
      else if (act.kind === 'spend')
        await this.cast.shopper.spend(scene.player, scene.told.order, (asset, amount) =>
          move(place.expected, asset, amount),
        );
      else scene.told.order = await this.cancel(scene);
      if (!isDue && isSentAgain(act)) refused.push(planned);
    }
    return refused;
  }

  private async cancel({ player, told }: Scene): Promise<ShownOrder> {
    return (await player.must('POST', `/orders/${told.order.id}/cancel`)) as ShownOrder;
  }

  private async tell(telling: Telling, mishaps: Mishaps, scene: Scene, isDue: boolean): Promise<void> {
    const { provider, wire } = this.cast;
    const call = scene.calls.get(telling) ?? provider.call(telling, scene.told);
    scene.calls.set(telling, call);
    if (mishaps.delayMs > 0) {
      this.tally.add('delayed');
      await delay(mishaps.delayMs);
    }
    await this.tellWrongly(telling, call, mishaps, scene);
    if (mishaps.isCut) await wire.sendAndHangUp(call);
    this.tally.add('copies', mishaps.copies - 1);
    const answers = await Promise.all(Array.from({ length: mishaps.copies }, () => this.answerTo(call)));
    this.judge(telling, answers, scene, isDue);
  }

  private judge(telling: Telling, answers: readonly Answer[], { problems }: Scene, isDue: boolean): void {
    const { provider } = this.cast;
    this.tally.add('told');
    if (!isDue) this.tally.add('refused_as_due');
    const wrong = answers.find((answer) => provider.isAccepted(answer) !== isDue);
    if (wrong !== undefined)
      problems.push(`${telling.kind} should be ${isDue ? 'accepted' : 'refused'} and was answered ${inShort(wrong)}`);
    else if (isDue && new Set(answers.map(inShort)).size > 1)
      problems.push(`${answers.length} copies of ${telling.kind} were not all answered the same`);
  }

  /** What is forged or names another sum is refused, and the order is what it was. */
  private async tellWrongly(telling: Telling, call: Call, mishaps: Mishaps, scene: Scene): Promise<void> {
    const { provider } = this.cast;
    const { told, problems } = scene;
    const mispriced = mishaps.isMispriced ? provider.mispriced(telling, told) : undefined;
    if (mishaps.forgeries === 0 && mispriced === undefined) return;
    const before = await this.stateOf(scene);
    for (let forgery = 0; forgery < mishaps.forgeries; forgery++) {
      this.tally.add('forged');
      const answer = await this.answerTo(provider.forged(call, told.variant + forgery));
      if (!provider.isDisbelieved(answer)) problems.push(`a forged ${telling.kind} was answered ${inShort(answer)}`);
    }
    if (mispriced !== undefined) {
      this.tally.add('mispriced');
      const answer = await this.answerTo(mispriced);
      if (!provider.isWrongSum(answer)) problems.push(`another sum in ${telling.kind} was answered ${inShort(answer)}`);
    }
    const after = await this.stateOf(scene);
    if (before !== after) problems.push(`what was refused made the order ${after}, which was ${before}`);
  }

  private async stateOf({ player, told }: Scene): Promise<string> {
    const { status, attention } = (await player.must('GET', `/orders/${told.order.id}`)) as ShownOrder;
    return attention === null ? status : `${status} (${attention})`;
  }

  private async answerTo(call: Call): Promise<Answer> {
    for (let fault = 1; ; fault++) {
      const answer = await this.cast.wire.send(call);
      if (!this.cast.provider.isFault(answer) || fault === MAX_FAULTS) return answer;
      this.tally.add('faults');
      await delay(FAULT_PAUSE_MS);
    }
  }
}

function inShort({ status, body }: Answer): string {
  return `${status} ${JSON.stringify(body) ?? ''}`.trim().slice(0, 200);
}
