/** Whether the last day of a partition, as its name tells it, lies before this one (`2026-11-21`). */
export function isPast(name: string, day: string): boolean {
  const [, to, digits] = /^player_events_(to_)?(\d{8})$/.exec(name) ?? [];
  if (digits === undefined) return false;
  const named = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return to === undefined ? named < day : named <= day;
}
