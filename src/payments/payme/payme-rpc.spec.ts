import { errorAnswer, idOf, openEnvelope, readCall } from './payme-rpc';
import { paymeError } from './payme.errors';

const envelope = (text: string) => openEnvelope(Buffer.from(text));

describe('a call of Payme', () => {
  it('is read as Payme writes it, without jsonrpc', () => {
    const call = envelope('{"method":"CheckTransaction","params":{"id":"1"},"id":2032}');
    expect(call.id).toBe(2032);
    expect(readCall(call)).toEqual({ method: 'CheckTransaction', params: { id: '1' } });
  });

  it.each(['', ' ', '{', 'null', '1', '"text"', '{"id":1}}', '{"id":1,"id":2}', '\u0000'])(
    'is JSON, not %p',
    (text) => {
      expect(() => envelope(text)).toThrow(expect.objectContaining({ code: -32700 }));
      expect(idOf(Buffer.from(text))).toBeNull();
    },
  );

  it.each([
    ['[]', undefined],
    ['{}', 'id'],
    ['{"id":"x","method":"a","params":{}}', 'id'],
    ['{"id":1.5,"method":"a","params":{}}', 'id'],
    ['{"id":1,"params":{}}', 'method'],
    ['{"id":1,"method":7,"params":{}}', 'method'],
    ['{"id":1,"method":"","params":{}}', 'method'],
    ['{"id":1,"method":"a"}', 'params'],
    ['{"id":1,"method":"a","params":[]}', 'params'],
    ['{"id":1,"method":"a","params":null}', 'params'],
  ])('names what it asks for: %s', (text, data) => {
    expect(() => readCall(envelope(text))).toThrow(expect.objectContaining({ code: -32600, data }));
  });

  it('is refused under its own id, in three languages', () => {
    expect(errorAnswer(7, paymeError('unknown_method', 'Pay'))).toEqual({
      jsonrpc: '2.0',
      id: 7,
      error: {
        code: -32601,
        message: { ru: expect.stringMatching(/[а-я]/), uz: expect.any(String), en: expect.any(String) },
        data: 'Pay',
      },
    });
  });
});
