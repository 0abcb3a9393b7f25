import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { Config } from '../../platform/config/config';
import { PaymeAccess } from './payme-access';
import { isPaymeMethod, type PaymeMethod } from './payme-methods';
import { readBill, readReason, readReceipt, readTime, readTransactionId } from './payme-params';
import { openEnvelope, readCall, resultAnswer, type RpcAnswer, type RpcObject } from './payme-rpc';
import { stateOf, statementLine } from './payme-transaction';
import { type PaymeMessage, PaymeTransactionsService } from './payme-transactions.service';
import { paymeError } from './payme.errors';

/** What arrived, as it arrived. */
export interface PaymeRequest {
  body: Buffer;
  headers: IncomingHttpHeaders;
  ip: string;
}

type Method = (params: RpcObject, message: PaymeMessage) => Promise<object>;

/** The methods of Payme's Merchant API. https://developer.help.paycom.uz/metody-merchant-api/ */
@Injectable()
export class PaymeService {
  private readonly accountField: string;

  private readonly methods: Readonly<Record<PaymeMethod, Method>> = {
    CheckPerformTransaction: (params) => this.checkPerform(params),
    CreateTransaction: (params, message) => this.create(params, message),
    PerformTransaction: (params, message) => this.perform(params, message),
    CancelTransaction: (params, message) => this.cancel(params, message),
    CheckTransaction: (params) => this.check(params),
    GetStatement: (params) => this.statement(params),
    SetFiscalData: (params, message) => this.setFiscalData(params, message),
  };

  constructor(
    config: Config,
    private readonly access: PaymeAccess,
    private readonly transactions: PaymeTransactionsService,
  ) {
    this.accountField = config.payme.accountField;
  }

  /** @throws PaymeError */
  async answer({ body, headers, ip }: PaymeRequest): Promise<RpcAnswer> {
    const envelope = openEnvelope(body);
    this.access.admit({ ip, authorization: headers.authorization });
    const { method, params } = readCall(envelope);
    if (!isPaymeMethod(method)) throw paymeError('unknown_method', method.slice(0, 64));
    const result = await this.methods[method](params, { kind: method, body: body.toString(), headers });
    return resultAnswer(envelope.id, result);
  }

  private async checkPerform(params: RpcObject): Promise<object> {
    await this.transactions.requirePayable(readBill(params, this.accountField));
    return { allow: true };
  }

  private async create(params: RpcObject, message: PaymeMessage): Promise<object> {
    const [id, time] = [readTransactionId(params), readTime(params, 'time')];
    const transaction = await this.transactions.create(id, time, readBill(params, this.accountField), message);
    const { create_time, transaction: own, state } = stateOf(transaction);
    return { create_time, transaction: own, state, receivers: null };
  }

  private async perform(params: RpcObject, message: PaymeMessage): Promise<object> {
    const { transaction, perform_time, state } = stateOf(
      await this.transactions.perform(readTransactionId(params), message),
    );
    return { transaction, perform_time, state };
  }

  private async cancel(params: RpcObject, message: PaymeMessage): Promise<object> {
    const { transaction, cancel_time, state } = stateOf(
      await this.transactions.cancel(readTransactionId(params), readReason(params), message),
    );
    return { transaction, cancel_time, state };
  }

  private async check(params: RpcObject): Promise<object> {
    return stateOf(await this.transactions.get(readTransactionId(params)));
  }

  private async statement(params: RpcObject): Promise<object> {
    const transactions = await this.transactions.statement(readTime(params, 'from'), readTime(params, 'to'));
    return { transactions: transactions.map(statementLine) };
  }

  private async setFiscalData(params: RpcObject, message: PaymeMessage): Promise<object> {
    await this.transactions.keepReceipt(readTransactionId(params), readReceipt(params), message);
    return { success: true };
  }
}
