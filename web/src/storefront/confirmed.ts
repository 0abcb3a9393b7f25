/** What was answered; `neither` when the question was left without an answer. */
export type Choice = 'yes' | 'no' | 'neither';

/** By which answer is put forward: where `yes` loses everything it is `no`. */
const LOOKS = {
  yes: { confirmButtonType: 'primary', cancelButtonType: '' },
  no: { confirmButtonType: '', cancelButtonType: 'primary' },
} as const;

let isAsking = false;

/** Asks before something that cannot be undone. */
export async function confirmed(title: string, question: string, yes: string, no: string): Promise<boolean> {
  return (await chosen(title, question, yes, no)) === 'yes';
}

/**
 * Asks one thing at a time: a second tap, while the question is on its way, asks nothing. No answer has the focus: a key
 * that was pressed for something else chooses none.
 */
export async function chosen(
  title: string,
  question: string,
  yes: string,
  no: string,
  advised: keyof typeof LOOKS = 'yes',
): Promise<Choice> {
  if (isAsking) return 'neither';
  isAsking = true;
  try {
    const box = await messageBox();
    // Without the dialog the browser itself asks.
    if (box === null) return globalThis.confirm(`${title}\n\n${question}`) ? 'yes' : 'neither';
    const buttons = {
      confirmButtonText: yes,
      cancelButtonText: no,
      distinguishCancelAndClose: true,
      ...LOOKS[advised],
    };
    return await box.confirm(question, title, { type: 'warning', showClose: false, autofocus: false, ...buttons }).then(
      () => 'yes' as const,
      (action: unknown) => (action === 'cancel' ? 'no' : 'neither'),
    );
  } finally {
    isAsking = false;
  }
}

/** Null when nobody answered, or the build is an older one. */
async function messageBox() {
  try {
    const [{ ElMessageBox }] = await Promise.all([
      import('element-plus/es/components/message-box/index.mjs'),
      import('element-plus/theme-chalk/el-message-box.css'),
      import('element-plus/theme-chalk/el-overlay.css'),
    ]);
    return ElMessageBox;
  } catch {
    return null;
  }
}
