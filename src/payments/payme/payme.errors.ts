/** Shown to the payer. */
export interface PaymeWords {
  readonly ru: string;
  readonly uz: string;
  readonly en: string;
}

/** A refusal in Payme's numbers. `refusal` is our word for it. */
export class PaymeError extends Error {
  constructor(
    readonly refusal: PaymeRefusal,
    readonly code: number,
    readonly words: PaymeWords,
    /** The field, or the method, that is at fault. */
    readonly data?: string,
  ) {
    super(words.en);
  }
}

const REFUSALS = {
  not_post: [-32300, 'Запрос должен быть методом POST.', 'So‘rov POST usulida bo‘lishi kerak.', 'Send a POST request.'],
  unreadable: [-32700, 'Ошибка разбора JSON.', 'JSONni o‘qib bo‘lmadi.', 'The JSON cannot be read.'],
  malformed: [
    -32600,
    'Отсутствуют обязательные поля или их тип неверен.',
    'Majburiy maydonlar yo‘q yoki turi noto‘g‘ri.',
    'Mandatory fields are missing or of a wrong type.',
  ],
  statement_too_long: [
    -32600,
    'За этот период слишком много транзакций: запросите меньший.',
    'Bu davrda tranzaksiyalar juda ko‘p: qisqaroq davrni so‘rang.',
    'This period holds more than 10,000 transactions: ask for a shorter one.',
  ],
  unknown_method: [-32601, 'Метод не найден.', 'Metod topilmadi.', 'There is no such method.'],
  fiscal_data: [
    -32602,
    'Неверные фискальные данные.',
    'Fiskal ma’lumotlar noto‘g‘ri.',
    'The fiscal data are not valid.',
  ],
  unauthorized: [
    -32504,
    'Недостаточно привилегий для выполнения метода.',
    'Metodni bajarish uchun huquqlar yetarli emas.',
    'Insufficient privileges for this method.',
  ],
  internal: [
    -32400,
    'Системная ошибка. Повторите попытку позже.',
    'Tizim xatosi. Keyinroq urinib ko‘ring.',
    'A system error. Try again later.',
  ],
  receipt_not_found: [-32001, 'Чек не найден.', 'Chek topilmadi.', 'There is no such receipt.'],
  wrong_amount: [-31001, 'Неверная сумма.', 'Summa noto‘g‘ri.', 'The amount is wrong.'],
  transaction_not_found: [-31003, 'Транзакция не найдена.', 'Tranzaksiya topilmadi.', 'There is no such transaction.'],
  irreversible: [
    -31007,
    'Заказ выполнен. Отменить транзакцию невозможно.',
    'Buyurtma bajarilgan. Tranzaksiyani bekor qilib bo‘lmaydi.',
    'The order is delivered: the transaction cannot be cancelled.',
  ],
  impossible: [
    -31008,
    'Невозможно выполнить операцию.',
    'Operatsiyani bajarib bo‘lmaydi.',
    'The operation cannot be performed.',
  ],
  busy: [
    -31008,
    'Заказ уже ожидает другой оплаты.',
    'Buyurtma boshqa to‘lovni kutmoqda.',
    'The order waits for another payment.',
  ],
  order_not_found: [-31050, 'Заказ не найден.', 'Buyurtma topilmadi.', 'There is no such order.'],
  order_not_payable: [
    -31051,
    'Заказ оплачен, отменён или его срок истёк.',
    'Buyurtma to‘langan, bekor qilingan yoki muddati o‘tgan.',
    'The order is paid, cancelled or expired.',
  ],
  buyer_refused: [
    -31052,
    'Покупатель не может оплатить этот заказ.',
    'Xaridor bu buyurtmani to‘lay olmaydi.',
    'The buyer cannot pay for this order.',
  ],
} as const satisfies Record<string, readonly [code: number, ru: string, uz: string, en: string]>;

export type PaymeRefusal = keyof typeof REFUSALS;

/** @param code where it is the shop's to choose */
export function paymeError(name: PaymeRefusal, data?: string, code: number = REFUSALS[name][0]): PaymeError {
  const [, ru, uz, en] = REFUSALS[name];
  return new PaymeError(name, code, { ru, uz, en }, data);
}
