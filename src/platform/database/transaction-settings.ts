declare const ours: unique symbol;

/** `set local` commands, as `transactionSettings` writes them. */
export type TransactionSettings = string & { readonly [ours]: true };

/** Settings of PostgreSQL that hold until a unit of work ends. Constants of ours: their values are not escaped. */
export function transactionSettings(values: Readonly<Record<string, string>>): TransactionSettings {
  const commands = Object.entries(values).map(([name, value]) => `set local ${name} = ${value}`);
  return commands.join('; ') as TransactionSettings;
}
