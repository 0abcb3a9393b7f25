import { Turns } from './turns';

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

describe('turns of requests', () => {
  it('take up sixteen at a time, in the order of their arrival', async () => {
    const turns = new Turns();
    const taken: number[] = [];
    for (let number = 1; number <= 40; number++) turns.take(() => taken.push(number));
    const counts: number[] = [taken.length];
    for (let turn = 1; turn <= 3; turn++) {
      await nextTurn();
      counts.push(taken.length);
    }
    expect(counts).toEqual([0, 16, 32, 40]);
    expect(taken).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('take up those who come during a turn in the next', async () => {
    const turns = new Turns();
    const taken: string[] = [];
    turns.take(() => {
      taken.push('first');
      turns.take(() => taken.push('second'));
    });
    await nextTurn();
    expect(taken).toEqual(['first']);
    await nextTurn();
    expect(taken).toEqual(['first', 'second']);
  });

  it('refuse one that throws, and go on with its neighbours', async () => {
    const turns = new Turns();
    const taken: unknown[] = [];
    const fault = new Error('a fault of ours');
    turns.take((error) => {
      taken.push(error);
      if (error === undefined) throw fault;
    });
    turns.take(() => taken.push('neighbour'));
    await nextTurn();
    expect(taken).toEqual([undefined, fault, 'neighbour']);
  });
});
