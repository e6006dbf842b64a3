// Writes src/api.ts from the OpenAPI document of a server: npm run generate -- http://127.0.0.1:8080, or a file. With --check it only compares.
// What the document leaves out is made up for here: the answers of commands stand in docs/reference/api.md, and corrections.mjs has the rest.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { answers, known, leftOut, notCalled, parameters, schemas } from './corrections.mjs';

const id = '^[0-9a-f]{32}$';
const check = process.argv[2] === '--check';
const [source, ...more] = process.argv.slice(check ? 3 : 2);
if (!source || more.length > 0) {
  console.error('Usage: npm run generate -- [--check] <URL of a server, or of its document, or a file>');
  process.exit(2);
}

const document = await read(source);
const documented = answers(await readFile(new URL('../../../docs/reference/api.md', import.meta.url), 'utf8'));
const faults = [];
for (const [name, schema] of Object.entries(schemas)) {
  if (name in document.components.schemas) {
    faults.push(`The document has ${name} by now: take it out of corrections.mjs.`);
  }

  document.components.schemas[name] = structuredClone(schema);
}

for (const path of notCalled) {
  delete document.paths[path];
}

for (const [name, schema] of Object.entries(document.components.schemas)) {
  settle(name, schema);
}

for (const [path, operations] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    answer(method.toUpperCase(), path, operation);
  }
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

sort(document);
const types = astToString(await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: true, defaultNonNullable: false }))
  .replace(/^ *headers: \{\n *\[name: string\]: unknown;\n *\};\n/gm, '')
  .replace(/^ *\w+\?: never;\n/gm, '')
  .replace(/^ *parameters: \{\n *\};\n/gm, '')
  .replace(/^export type (webhooks|operations|\$defs) = Record<string, never>;\n/gm, '');
const text = `// Written by scripts/generate.mjs from the server's OpenAPI document; not to be changed by hand.\n\n${types}`;
const file = new URL('../src/api.ts', import.meta.url);
if (!check) {
  await writeFile(file, text);
} else if ((await readFile(file, 'utf8')) !== text) {
  console.error('src/api.ts is not what the document says: npm run generate -- <URL of a server> writes it.');
  process.exit(1);
}

console.log(`src/api.ts: ${Object.keys(document.paths).length} paths, ${Object.keys(document.components.schemas).length} schemas`);

async function read(from) {
  if (!/^https?:/.test(from)) {
    return JSON.parse(await readFile(from, 'utf8'));
  }

  const url = new URL(from);
  url.pathname = url.pathname === '/' ? '/openapi/v1.json' : url.pathname;
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}.`);
  }

  return response.json();
}

/** Numbers are numbers, nothing is written for null, and what may be null is optional. */
function settle(name, schema) {
  const required = new Set(schema.required ?? []);
  for (const [property, of] of Object.entries(schema.properties ?? {})) {
    const place = `${name}.${property}`;
    const told = known[place];
    if (told) {
      if (of.items || of.type === 'string') {
        faults.push(`The document says what ${place} is by now: take it out of corrections.mjs.`);
      }

      Object.assign(of, structuredClone(told));
    }

    if (mayBeNull(of) || leftOut.includes(place) || (of.pattern === id && /\bnull\b|\bleft out\b/.test(of.description ?? ''))) {
      required.delete(property);
    }

    schema.properties[property] = plain(of);
    if (Object.keys(schema.properties[property]).every((key) => key === 'description' || key === 'format')) {
      faults.push(`The document does not say what ${place} is.`);
    }
  }

  schema.required = [...required].sort();
}

function plain(schema) {
  if (schema.oneOf) {
    const others = schema.oneOf.filter((one) => one.type !== 'null');
    return others.length === 1 ? plain(others[0]) : { ...schema, oneOf: others.map(plain) };
  }

  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  const number = types.find((type) => type === 'integer' || type === 'number');
  const { pattern, ...rest } = schema;
  const result = number ? { ...rest, type: number } : types.length > 0 ? { ...schema, type: types.length === 1 ? types[0] : types } : { ...schema };
  if (result.description) {
    result.description = result.description.replace(/\s+/g, ' ');
  }

  delete result.default;
  if (result.items) {
    result.items = plain(result.items);
  } else if (result.type === 'array') {
    faults.push(`The document does not say what is in an array: ${JSON.stringify(schema).slice(0, 120)}`);
  }

  if (typeof result.additionalProperties === 'object') {
    result.additionalProperties = plain(result.additionalProperties);
  }

  return result;
}

function mayBeNull(schema) {
  return [schema.type].flat().includes('null') || (schema.oneOf ?? []).some((one) => one.type === 'null');
}

function answer(method, path, operation) {
  for (const parameter of operation.parameters ?? []) {
    parameter.schema = plain(parameters[parameter.name] ?? parameter.schema ?? {});
  }

  const done = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
  const told = documented.get(`${method} ${path.replace(/\{\w+\}/g, '{}')}`);
  const silent = done.every((status) => !operation.responses[status].content);
  if (silent && told?.name) {
    const schema = schemaOf(told.name);
    if (schema) {
      done.forEach((status) => delete operation.responses[status]);
      operation.responses[told.status] = { description: 'Done.', content: { 'application/json': { schema } } };
    } else {
      faults.push(`${method} ${path} answers ${told.name}, and no schema is named so.`);
    }
  } else if (silent && told?.status === '204') {
    done.forEach((status) => delete operation.responses[status]);
    operation.responses['204'] = { description: 'Done.' };
  } else if (silent && !told) {
    faults.push(`${method} ${path}: neither the document nor docs/reference/api.md says what it answers.`);
  }

  // Every refusal has one form, and the caller makes the keys: neither is said again at each route.
  operation.parameters = operation.parameters?.filter((parameter) => parameter.name !== 'Idempotency-Key');
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!status.startsWith('2')) {
      delete operation.responses[status];
    }

    for (const content of Object.values(response.content ?? {})) {
      content.schema = plain(content.schema ?? {});
    }
  }
}

function schemaOf(name) {
  if (name.endsWith('[]')) {
    const items = schemaOf(name.slice(0, -2));
    return items && { type: 'array', items };
  }

  const page = /^Page<(.+)>$/.exec(name);
  const schemas = document.components.schemas;
  const found = page ? `PageOf${page[1]}Resource` : [`${name}Resource`, `${name}View`, name].find((one) => one in schemas);
  return found in schemas ? { $ref: `#/components/schemas/${found}` } : undefined;
}

/** A server names its routes in the order in which it mapped them; here they are in that of their names. */
function sort(of) {
  of.paths = Object.fromEntries(Object.entries(of.paths).sort(([a], [b]) => (a < b ? -1 : 1)));
}
