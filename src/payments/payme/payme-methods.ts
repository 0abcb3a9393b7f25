/** The methods of Payme's Merchant API that a shop answers. `ChangePassword` is from an earlier one. */
const METHODS = [
  'CheckPerformTransaction',
  'CreateTransaction',
  'PerformTransaction',
  'CancelTransaction',
  'CheckTransaction',
  'GetStatement',
  'SetFiscalData',
] as const;

export type PaymeMethod = (typeof METHODS)[number];

export function isPaymeMethod(name: unknown): name is PaymeMethod {
  return METHODS.some((method) => method === name);
}
