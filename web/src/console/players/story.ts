import type { components } from '../../client/schema';

export type TimelineEntry = components['schemas']['TimelineEntryView'];

/** One line of the story: an entry, and for a transaction all that it moved. */
export interface StoryLine {
  entry: TimelineEntry;
  movements: readonly TimelineEntry[];
}

/** What one transaction moved stands together, the coins and the item of a purchase. */
export function storyOf(entries: readonly TimelineEntry[]): StoryLine[] {
  const lines: StoryLine[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (entry.kind === 'movement' && last !== undefined && isSameTransaction(last.entry, entry)) {
      lines[lines.length - 1] = { entry, movements: [entry, ...last.movements] };
    } else {
      lines.push({ entry, movements: entry.kind === 'movement' ? [entry] : [] });
    }
  }
  return lines;
}

function isSameTransaction(one: TimelineEntry, other: TimelineEntry): boolean {
  return one.kind === 'movement' && one.transactionId === other.transactionId;
}
