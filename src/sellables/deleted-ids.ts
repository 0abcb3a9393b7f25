import { isSellableId } from './sellable';

/** Where the owner tells what it deleted; pub/sub forgets what nobody hears. */
export const DELETIONS_CHANNEL = 'ambassador.deleted';

const MAX_IDS = 1_000;

/**
 * The ids that a message of the owner names: bare, or in JSON as `id`, `ambassador_id` or `ambassador_ids`. They are read
 * from the text, because JSON.parse would round an int64.
 */
export function deletedIds(message: string): string[] {
  const bare = /^\s*"?(\d+)"?\s*$/.exec(message);
  const named = message.matchAll(/"(?:ambassador_|ambassador)?(?:id|ids|Id|Ids)"\s*:\s*(\[[^\]]*\]|"?\d+"?)/g);
  const found = bare ? [bare[1]] : [...named].flatMap(([, value]) => value.match(/\d+/g) ?? []);
  return [...new Set(found)].filter(isSellableId).slice(0, MAX_IDS);
}
