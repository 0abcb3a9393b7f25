import type { IssuedCommand } from './command';
import { EconomyBusy } from './economy.errors';
import { Lane } from './lane';
import type { Receipt } from './receipt';

function issued(transactionId: string): IssuedCommand {
  return {
    transactionIds: [transactionId],
    command: { kind: 'use', userId: 'u', actorId: 'u', productId: 'p', quantity: 1 },
  };
}

function accepted({ transactionIds }: IssuedCommand): Receipt {
  return { accepted: true, status: 201, body: transactionIds[0], replayed: false };
}

/** A lane whose batches end when the test says so. */
function heldLane(limits: { batch: number; queue: number }) {
  const batches: string[][] = [];
  const finish: (() => void)[] = [];
  const lane = new Lane(limits, (batch) => {
    batches.push(batch.map(({ transactionIds }) => transactionIds[0]));
    return new Promise((resolve) => finish.push(() => resolve(batch.map(accepted))));
  });
  return { lane, batches, finishNext: () => finish.shift()?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Lane', () => {
  it('takes all that came while a batch was running as the next one, up to its limit', async () => {
    const { lane, batches, finishNext } = heldLane({ batch: 3, queue: 100 });
    const answers = [lane.join(issued('1'))];
    await turn();
    answers.push(...['2', '3', '4', '5'].map((id) => lane.join(issued(id))));
    for (let n = 0; n < 3; n++) {
      finishNext();
      await turn();
    }
    expect(batches).toEqual([['1'], ['2', '3', '4'], ['5']]);
    expect((await Promise.all(answers)).map((receipt) => receipt.accepted && receipt.body)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
  });

  it('sends the next batch on its way before the last one is answered', async () => {
    const { lane, batches, finishNext } = heldLane({ batch: 1, queue: 8 });
    const startedWhenAnswered = lane.join(issued('1')).then(() => batches.length);
    void lane.join(issued('2'));
    await turn();
    finishNext();
    await expect(startedWhenAnswered).resolves.toBe(2);
  });

  it('runs commands of one turn of the event loop together', async () => {
    const { lane, batches } = heldLane({ batch: 64, queue: 100 });
    void lane.join(issued('1'));
    void lane.join(issued('2'));
    await turn();
    expect(batches).toEqual([['1', '2']]);
  });

  it('refuses what would not fit and goes on', async () => {
    const { lane, finishNext } = heldLane({ batch: 1, queue: 2 });
    const first = lane.join(issued('1'));
    const second = lane.join(issued('2'));
    await expect(lane.join(issued('3'))).rejects.toBeInstanceOf(EconomyBusy);
    await turn();
    finishNext();
    await expect(first).resolves.toMatchObject({ body: '1' });
    await turn();
    finishNext();
    await expect(second).resolves.toMatchObject({ body: '2' });
  });

  it('hands a failure to every command of the batch and takes the next batch', async () => {
    let fails = true;
    const lane = new Lane({ batch: 8, queue: 8 }, async (batch) => {
      if (fails) throw new Error('broken');
      return batch.map(accepted);
    });
    await expect(lane.join(issued('1'))).rejects.toThrow('broken');
    fails = false;
    await expect(lane.join(issued('2'))).resolves.toMatchObject({ body: '2' });
  });
});
