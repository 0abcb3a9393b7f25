import { shallowRef } from 'vue';

type Kind = 'success' | 'info' | 'warning' | 'error';

/** What was told already, by the transaction or notification that it is about: the answer and the live news both tell. */
const told = new Set<string>();
const REMEMBERED = 200;
const BELOW_THE_BAR = 72;

/** What is said in the page itself, until it is closed or another page is shown. */
export const notice = shallowRef<{ text: string; type: Kind } | null>(null);

/** Says it in the page itself, which needs nothing more from a server that may be away. */
export function note(text: string, type: Kind = 'error'): void {
  notice.value = { text, type };
}

/** Says something at the edge of the page, and to screen readers; in the page itself when the message does not come. */
export async function tell(text: string, type: Kind = 'success'): Promise<void> {
  try {
    const [{ ElMessage }] = await Promise.all([
      import('element-plus/es/components/message/index.mjs'),
      import('element-plus/theme-chalk/el-message.css'),
    ]);
    ElMessage({ message: text, type, showClose: true, duration: 5_000, offset: BELOW_THE_BAR, grouping: true });
  } catch {
    note(text, type);
  }
}

/** The same, unless it was told of this before. */
export async function tellOnce(id: string, text: string): Promise<void> {
  if (told.has(id)) return;
  told.add(id);
  for (const oldest of told) if (told.size > REMEMBERED) told.delete(oldest);
  await tell(text);
}
