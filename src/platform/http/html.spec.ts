import { line, paragraphs, text } from './html';

describe('what is shown as HTML', () => {
  it('stays text, whatever is in it', () => {
    expect(text('<b title="&">')).toBe('&lt;b title=&quot;&amp;&quot;>');
  });

  it.each([
    ['`a`, `b` and **c**', '<code>a</code>, <code>b</code> and <strong>c</strong>'],
    ['`**a** <b>`', '<code>**a** &lt;b></code>'],
    ['a ` alone, 2 ** 3', 'a ` alone, 2 ** 3'],
    ['<script>`x`</script>', '&lt;script><code>x</code>&lt;/script>'],
  ])('has code and weight: %s', (markdown, html) => {
    expect(line(markdown)).toBe(html);
  });

  it('has paragraphs', () => {
    expect(paragraphs('One\ngoes on.\n\n**Two.**')).toBe('<p>One\ngoes on.</p>\n<p><strong>Two.</strong></p>');
    expect(paragraphs('')).toBe('');
  });
});
