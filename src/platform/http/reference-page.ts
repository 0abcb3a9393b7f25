import type { OpenAPIObject } from '@nestjs/swagger';
import { line, paragraphs, text } from './html';
import { type Operation, operationsOf } from './openapi';
import { PROBLEM_CODES } from './problem-codes';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
code,pre{font:14px/1.45 ui-monospace,monospace;background:#f4f4f4;border-radius:3px}code{padding:0 .2em}
pre{padding:.7em;overflow:auto}h2{margin-top:3rem;border-bottom:2px solid #ddd}section{margin:2rem 0}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25em .6em;
border-bottom:1px solid #eee}td code{overflow-wrap:break-word}td:nth-child(2):last-child{width:100%}.method{font-weight:bold;text-transform:uppercase}`;

/** The whole reference on one page without a script: to read, to search and to print. */
export function referencePage(document: OpenAPIObject): string {
  const operations = operationsOf(document);
  const tags = [...new Set(operations.map(({ operation }) => tagOf(operation)))].sort();
  const chapters = tags.map((tag) => {
    const sections = operations.filter(({ operation }) => tagOf(operation) === tag).map(sectionOf);
    return `<h2 id="${text(tag)}">${text(tag)}</h2>${sections.join('')}`;
  });
  const { title, version, description = '' } = document.info;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${text(title)} reference</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>${text(title)} ${text(version)}</h1>
${paragraphs(description)}
<p>To call it from here: <a href="/docs">/docs</a>. For programs: <a href="/docs-json">/docs-json</a>.</p>
<nav><ul>${[...tags, 'errors', 'schemas'].map((tag) => `<li><a href="#${text(tag)}">${text(tag)}</a></li>`).join('')}</ul></nav>
${chapters.join('')}<h2 id="errors">errors</h2>${errorTable()}
<h2 id="schemas">schemas</h2>${schemasOf(document)}</body></html>`;
}

function sectionOf({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { operationId = '', summary = '', description = '', parameters = [], requestBody, responses } = operation;
  const parameterRows = parameters
    .filter((parameter) => 'name' in parameter)
    .map((parameter) => [
      text(parameter.name),
      `${parameter.in}${parameter.required ? ', required' : ''}`,
      line(parameter.description ?? ''),
      code(json(parameter.schema)),
    ]);
  const responseRows = Object.entries(responses).map(([status, response]) => [status, line(descriptionOf(response))]);
  return `<section id="${text(operationId)}"><h3><code class="method">${method}</code> <code>${text(path)}</code></h3>
<p><strong>${line(summary)}</strong></p>${paragraphs(description)}${table(parameterRows)}
${requestBody ? `<pre>${text(JSON.stringify(requestBody, null, 1))}</pre>` : ''}${table(responseRows)}</section>`;
}

function errorTable(): string {
  return table(
    Object.entries(PROBLEM_CODES).map(([word, [status, example]]) => [`${status}`, code(word), line(example)]),
  );
}

function schemasOf({ components }: OpenAPIObject): string {
  return Object.entries(components?.schemas ?? {})
    .map(([name, schema]) => `<h3>${text(name)}</h3><pre>${text(JSON.stringify(schema, null, 1))}</pre>`)
    .join('');
}

/** Of cells that are HTML already. */
function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return rows.length > 0 ? `<table>${cells.join('')}</table>` : '';
}

function tagOf({ tags = [] }: Operation): string {
  return tags[0] ?? 'other';
}

function descriptionOf(response: object | undefined): string {
  return response && 'description' in response ? String(response.description) : '';
}

function json(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

function code(value: string): string {
  return value === '' ? '' : `<code>${text(value)}</code>`;
}
