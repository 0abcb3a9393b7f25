/** The names of those fields that are not filled in yet. */
export function missingOf(fields: readonly (readonly [name: string, isThere: boolean])[]): string[] {
  return fields.flatMap(([name, isThere]) => (isThere ? [] : [name]));
}
