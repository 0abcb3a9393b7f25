/** For the inside of an element or of an attribute in double quotes. */
export function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** A line of what descriptions know of Markdown: `code` and **weight**. */
export function line(markdown: string): string {
  return text(markdown)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? `<code>${part.slice(1, -1)}</code>` : weighted(part)))
    .join('');
}

/** Its paragraphs, between blank lines. */
export function paragraphs(markdown: string): string {
  const parts = markdown.split(/\n{2,}/).filter((part) => part.trim() !== '');
  return parts.map((part) => `<p>${line(part)}</p>`).join('\n');
}

function weighted(html: string): string {
  return html.replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
}
