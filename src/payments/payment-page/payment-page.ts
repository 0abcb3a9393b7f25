import { hash } from 'node:crypto';
import { text } from '../../platform/http/html';
import type { PageButton } from './stand-in';

export interface PaymentPage {
  title: string;
  /** Where the forms go: the page's own address. */
  action: string;
  token: string;
  /** A new one for each page shown: the same form sent twice is one. */
  nonce: string;
  total: string;
  status: string;
  lines: readonly { name: string; quantity: number; amount: string }[];
  buttons: readonly ({ action: string } & PageButton)[];
  returnUrl: string | null;
  /** What came of the form that was sent. */
  message: string | null;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 38rem; margin: 3rem auto; padding: 0 1rem; }
table { width: 100%; border-collapse: collapse; margin: 1rem 0; }
td, th { padding: .4rem 0; border-bottom: 1px solid #8884; text-align: left; }
td:last-child, th:last-child { text-align: right; }
form { margin: .6rem 0; display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
form button { min-width: 10rem; }
label { display: flex; gap: .4rem; align-items: center; }
select { font: inherit; padding: .4rem; width: 12rem; }
button { font: inherit; padding: .5rem 1rem; border: 1px solid #8888; border-radius: .4rem; cursor: pointer; }
input { font: inherit; width: 5.5rem; padding: .4rem; }
.note { opacity: 0.8; }
`;

/** Nothing runs on the page, nothing is loaded, and its forms come back to us. */
export const PAGE_POLICY =
  `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; ` +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The page where a payment is played through. */
export function paymentPage(page: PaymentPage): string {
  const rows = page.lines.map(
    ({ name, quantity, amount }) => `<tr><td>${quantity} × ${text(name)}</td><td>${text(amount)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(page.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${text(page.title)}</h1>
<p class="note">No real money moves here.</p>
${page.message === null ? '' : `<p role="status"><strong>${text(page.message)}</strong></p>`}
<table>
<tbody>
${rows.join('\n')}
</tbody>
<tfoot><tr><th>Total</th><th>${text(page.total)}</th></tr></tfoot>
</table>
<p>The order is <strong>${text(page.status.replaceAll('_', ' '))}</strong>.</p>
${page.buttons.map((button) => form(page, button)).join('\n')}
${backLink(page.returnUrl)}
</main>
</body>
</html>
`;
}

function form({ action, token, nonce }: PaymentPage, button: PaymentPage['buttons'][number]): string {
  return `<form method="post" action="${text(action)}">
<input type="hidden" name="token" value="${text(token)}">
<input type="hidden" name="nonce" value="${text(nonce)}">
<button name="action" value="${text(button.action)}">${text(button.label)}</button>
${amountField(button)}${codeField(button)}
</form>`;
}

/** As the page shows money: in units of the currency. */
function amountField({ amount }: PageButton): string {
  if (amount === undefined) return '';
  const isNeeded = amount === 'part' ? ' required' : ' placeholder="all"';
  return `<label>Amount <input name="amount" inputmode="decimal" pattern="[0-9]+([.][0-9]+)?"${isNeeded}></label> `;
}

function codeField({ codes = [] }: PageButton): string {
  if (codes.length === 0) return '';
  const options = codes.map(({ code, label }) => `<option value="${text(code)}">${text(label)}</option>`);
  return `<label>Why <select name="code">${options.join('')}</select></label> `;
}

/** Only to pages: whatever else an address may start stays a text. */
function backLink(returnUrl: string | null): string {
  if (returnUrl === null || !/^https?:\/\//i.test(returnUrl)) return '';
  return `<p><a href="${text(returnUrl)}" rel="noreferrer">Back to the shop</a></p>`;
}
